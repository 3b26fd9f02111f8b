import { Inbox } from "./inbox.ts";
import type { Srf, SrfRequest, SrfResponse } from "./srf.ts";
import type { World } from "./world.ts";

/** A request as an application gets it, with what it is answered by. */
export interface Arrival {
  readonly req: SrfRequest;
  readonly res: SrfResponse;
}

/** An application that keeps what arrives. */
export interface Taker {
  readonly srf: Srf;
  readonly arrivals: Inbox<Arrival>;
  /** The next arrival with that method. */
  readonly next: (method: string) => Promise<Arrival>;
}

/** Connects an application that takes these methods; resolves when the server knows it. */
export async function appTaking(
  world: Pick<World, "app" | "edge">,
  ...methods: readonly string[]
): Promise<Taker> {
  const srf = await world.app();
  const arrivals = new Inbox<Arrival>();
  for (const method of methods) srf.use(method, (req, res) => arrivals.put({ req, res }));
  await commandsRead(world, srf);
  return {
    srf,
    arrivals,
    next: (method) => arrivals.take(({ req }) => req.method === method.toUpperCase(), method),
  };
}

/** Commands are carried out in order, so the answer to a last one shows that all were. */
export async function commandsRead({ edge }: Pick<World, "edge">, srf: Srf): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  srf.request(`sip:127.0.0.1:${edge.sipPort}`, { method: "OPTIONS" }, () => resolve());
  await promise;
}
