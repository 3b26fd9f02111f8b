import type { Account } from "./account.ts";
import { Endpoint, type EndpointOptions } from "./endpoint.ts";
import { Line } from "./line.ts";
import { Phone } from "./phone.ts";
import type { ServerTransaction } from "./server-transaction.ts";
import { parseAddress, userOf } from "./sip/address.ts";
import { headerOf, type Request } from "./sip/message.ts";
import type { WireEntry } from "./wire-log.ts";

/** Many phones on one UDP port: light enough for hundreds. */
export interface PhoneBank {
  readonly phones: readonly Phone[];
  /** What passed the shared socket, oldest first. */
  readonly log: readonly WireEntry[];
  /** Throws if the bank has no phone of that name. */
  phone(username: string): Phone;
  /** Drops every conversation and frees the ports. */
  close(): Promise<void>;
}

/** Makes one phone per account, all with the same Contact host and port. */
export async function createPhoneBank(
  accounts: readonly Account[],
  options: EndpointOptions = {},
): Promise<PhoneBank> {
  const endpoint = await Endpoint.open(options);
  const lines = new Map(accounts.map((account) => [account.username, new Line(endpoint, account)]));
  endpoint.taker = {
    request: (transaction) => take(lines, transaction),
    ack: (request) => lineOf(lines, request)?.ack(request),
  };
  const phones = [...lines.values()].map((line) => new Phone(line, async () => undefined));
  return {
    phones,
    get log() {
      return endpoint.log.entries;
    },
    phone: (username) => named(phones, username),
    close: async () => {
      await Promise.all(phones.map(async (phone) => phone.close()));
      await endpoint.close();
    },
  };
}

function take(lines: ReadonlyMap<string, Line>, transaction: ServerTransaction): void {
  const line = lineOf(lines, transaction.request);
  if (line === undefined) transaction.respond(404);
  else line.request(transaction);
}

/** By the Request-URI, which is our Contact; by To where a proxy sent the address-of-record; else by the dialog. */
function lineOf(lines: ReadonlyMap<string, Line>, request: Request): Line | undefined {
  return (
    lines.get(userOf(request.uri)) ??
    lines.values().find((line) => line.holds(request)) ??
    lines.get(parseAddress(headerOf(request, "To")).user)
  );
}

function named(phones: readonly Phone[], username: string): Phone {
  const phone = phones.find((one) => one.username === username);
  if (phone === undefined) throw new Error(`there is no phone ${username} in this bank`);
  return phone;
}
