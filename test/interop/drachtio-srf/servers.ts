import process from "node:process";
import { type Edge, PortTaken, startEdge } from "../../../src/edge/index.ts";
import { LIBRARY_SECRET, libraryTestbed } from "./library.ts";
import { loopbackNetwork, type Testbed } from "./testbed.ts";

/** The SIP servers of a testbed, by name. */
export interface Servers {
  readonly network: string;
  readonly testbed: Testbed;
  readonly edges: ReadonlyMap<string, Edge>;
}

/** Other runs on this machine may have a network; the docker stand-in uses the blocks from 64 on. */
const BLOCKS = Array.from({ length: 16 }, (_, place) => 16 + ((process.pid + place * 7) % 48));

/** Starts the testbed's servers on the first loopback network that nobody uses. */
export async function startServers(nameServer: string): Promise<Servers> {
  for (const block of BLOCKS) {
    const network = loopbackNetwork(block);
    const testbed = libraryTestbed(network);
    const edges = await startAll(testbed, nameServer);
    if (edges) return { network, testbed, edges };
  }
  throw new Error("every loopback network tried is in use");
}

/** Undefined where a port of that network is taken; nothing runs then. */
async function startAll(
  { servers }: Testbed,
  nameServer: string,
): Promise<ReadonlyMap<string, Edge> | undefined> {
  const edges = new Map<string, Edge>();
  try {
    for (const [name, sipHost] of servers) {
      const controlSecret = LIBRARY_SECRET;
      edges.set(
        name,
        await startEdge({
          sipHost,
          sipPort: 5060,
          controlHost: "127.0.0.1",
          controlPort: 0,
          controlSecret,
          logLevel: "silent",
          dnsServers: [nameServer],
        }),
      );
    }
    return edges;
  } catch (error) {
    for (const edge of edges.values()) await edge.stop();
    if (error instanceof PortTaken) return undefined;
    throw error;
  }
}
