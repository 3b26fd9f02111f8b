import { Resolver } from "node:dns";
import type { Clock } from "../clock.ts";
import { MachineLookup } from "./machine-lookup.ts";
import type { Answer, Names, NaptrRecord, SrvRecord } from "./records.ts";

/** For records whose time to live Node does not tell. */
const HOLDS_SECONDS = 60;
/** Two tries within the time the cache gives a question. */
const SERVER = { timeout: 700, tries: 2 };

/** Nobody was reached, or nobody answered. Any other error is an answer that has no records. */
const SILENT = new Set(["ETIMEOUT", "ECONNREFUSED", "ECANCELLED", "EDESTRUCTION", "ENOMEM"]);

/** Names that are asked for over the network, and the way to stop asking. */
export interface NodeNames extends Names {
  /** Gives up all open questions. */
  cancel(): void;
}

/**
 * Names by Node's own DNS client and, for `machine`, by getaddrinfo. `servers` are `address` or
 * `address:port`, IPv6 in brackets where a port follows; without them the machine's are asked.
 */
export function nodeNames(clock: Clock, servers: readonly string[] | undefined): NodeNames {
  const resolver = new Resolver(SERVER);
  if (servers && servers.length > 0) resolver.setServers(servers);
  const machine = new MachineLookup(clock);
  return {
    naptr: async (name) =>
      answerTo<NaptrRecord>((done) => resolver.resolveNaptr(name, (error, found) => done(error, found, []))),
    srv: async (name) =>
      answerTo<SrvRecord>((done) => resolver.resolveSrv(name, (error, found) => done(error, found, []))),
    addresses: async (name, family) =>
      answerTo<string>((done) => {
        const ask = family === 6 ? resolver.resolve6.bind(resolver) : resolver.resolve4.bind(resolver);
        ask(name, { ttl: true }, (error, found) =>
          done(
            error,
            error ? [] : found.map(({ address }) => address),
            error ? [] : found.map(({ ttl }) => ttl),
          ),
        );
      }),
    machine: async (name) => machine.addresses(name),
    cancel: () => resolver.cancel(),
  };
}

type Done<Record> = (
  error: NodeJS.ErrnoException | null,
  records: readonly Record[],
  seconds: readonly number[],
) => void;

async function answerTo<Record>(ask: (done: Done<Record>) => void): Promise<Answer<Record>> {
  const { promise, resolve } = Promise.withResolvers<Answer<Record>>();
  ask((error, records, seconds) => {
    if (error) resolve({ kind: SILENT.has(error.code ?? "") ? "silence" : "nothing" });
    else if (records.length === 0) resolve({ kind: "nothing" });
    else
      resolve({ kind: "found", records, seconds: seconds.length > 0 ? Math.min(...seconds) : HOLDS_SECONDS });
  });
  return promise;
}
