import type { Account } from "./account.ts";
import { Endpoint, type EndpointOptions } from "./endpoint.ts";
import { createPhone, type Phone } from "./phone.ts";

interface Closable {
  close(): Promise<void>;
}

const opened: Closable[] = [];

/** Remembers something to close when the test is over. */
export function toClose(closable: Closable): void {
  opened.push(closable);
}

/** Closes everything a test has opened. */
export async function closeAll(): Promise<void> {
  await Promise.all(opened.splice(0).map(async (closable) => closable.close()));
}

/** A phone that is closed when the test is over. */
export async function phoneOf(options: Account & EndpointOptions): Promise<Phone> {
  const phone = await createPhone(options);
  toClose(phone);
  return phone;
}

/** A socket that answers nothing by itself. */
export async function rawPeer(): Promise<Endpoint> {
  const endpoint = await Endpoint.open({});
  toClose(endpoint);
  return endpoint;
}

/** Resolves when messages that begin so have come the given number of times, from now on. */
export async function received(endpoint: Endpoint, start: string, times = 1): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = times;
  const stop = endpoint.log.listen(({ direction, startLine }) => {
    if (direction !== "received" || !startLine.startsWith(start)) return;
    left -= 1;
    if (left === 0) resolve();
  });
  await promise;
  stop();
}
