import { parse } from "yaml";
import { z } from "zod";

/** The network the library's scripts and scenarios name their machines in; ours stands for it on loopback. */
const THEIR_NETWORK = "172.29.";

/** A SIPp that waits for calls. */
export interface Answerer {
  readonly name: string;
  readonly address: string;
  /** File name of its scenario. */
  readonly scenario: string;
}

/** The machines the library's tests expect, each on a loopback address of its own, all on port 5060. */
export interface Testbed {
  /** SIP servers by name: "drachtio-sut" is called and calls, "drachtio-uas" only answers. */
  readonly servers: ReadonlyMap<string, string>;
  readonly answerers: readonly Answerer[];
  /** Every name with its address, for name resolution. */
  readonly addresses: ReadonlyMap<string, string>;
}

const Compose = z.object({
  services: z.record(
    z.string(),
    z.object({
      command: z.string(),
      networks: z.object({ testbed: z.object({ ipv4_address: z.ipv4() }) }),
    }),
  ),
});

/** A network on loopback that stands for theirs: `block` is the second number of its addresses, 0 to 255. */
export function loopbackNetwork(block: number): string {
  return `127.${block}.`;
}

/** Their text with every address of their network moved to `network`. */
export function moved(text: string, network: string): string {
  return text.replaceAll(THEIR_NETWORK, network);
}

/** Reads the testbed from the library's own compose file. Throws where that has another shape. */
export function readTestbed(composeFile: string, network: string): Testbed {
  const { services } = Compose.parse(parse(moved(composeFile, network)));
  const machines = Object.entries(services).map(([name, { command, networks }]) => ({
    name,
    address: networks.testbed.ipv4_address,
    scenario: /^sipp .*-sf \/tmp\/(\S+)/.exec(command)?.[1],
  }));
  return {
    servers: new Map(
      machines.filter(({ scenario }) => scenario === undefined).map(({ name, address }) => [name, address]),
    ),
    answerers: machines.flatMap(({ scenario, ...machine }) =>
      scenario === undefined ? [] : [{ ...machine, scenario }],
    ),
    addresses: new Map(machines.map(({ name, address }) => [name, address])),
  };
}
