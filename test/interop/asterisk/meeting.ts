import { onTestFinished } from "vitest";
import { type Edge, startEdge } from "../../../src/edge/index.ts";
import { connectSrf, type Srf } from "../../contract/edge/support/srf.ts";
import { appTaking, type Taker } from "../../contract/edge/support/taking.ts";
import { type AsteriskPeer, startAsteriskPeer } from "./asterisk-peer.ts";

const CONTROL_SECRET = "correct horse";

/** Our SIP server and an Asterisk that know each other, for all tests of a file. */
export interface Meeting {
  readonly edge: Edge;
  readonly asterisk: AsteriskPeer;
  /** An application that takes these methods; it leaves when its test ends. */
  app(...methods: readonly string[]): Promise<Taker>;
  /** The same for tests that run side by side: each has an `onTestFinished` of its own. */
  appUntil(finished: typeof onTestFinished, ...methods: readonly string[]): Promise<Taker>;
  close(): Promise<void>;
}

/** Starts both on free ports of 127.0.0.1. */
export async function openMeeting(): Promise<Meeting> {
  const edge = await startEdge({
    sipHost: "127.0.0.1",
    sipPort: 0,
    controlHost: "127.0.0.1",
    controlPort: 0,
    controlSecret: CONTROL_SECRET,
    logLevel: "silent",
  });
  const asterisk = await startAsteriskPeer(edge).catch(async (error: unknown) => {
    await edge.stop();
    throw error;
  });
  return {
    edge,
    asterisk,
    app: (...methods) => appTaking({ edge, app: () => connect(edge, onTestFinished) }, ...methods),
    appUntil: (finished, ...methods) => appTaking({ edge, app: () => connect(edge, finished) }, ...methods),
    close: async () => {
      await asterisk.close();
      await edge.stop();
    },
  };
}

async function connect({ controlPort }: Edge, finished: typeof onTestFinished): Promise<Srf> {
  const srf = await connectSrf(controlPort, CONTROL_SECRET);
  finished(() => srf.disconnect());
  return srf;
}
