import { randomBytes } from "node:crypto";
import { type Edge, startEdge } from "../../../../src/edge/index.ts";
import { AgentId, TrunkId } from "../../../../src/ids.ts";
import {
  type Bindings,
  type Credential,
  type Signalling,
  startSignalling,
} from "../../../../src/telephony/drachtio/index.ts";
import { ha1Of, REALM } from "./credentials.ts";
import { Happenings } from "./happenings.ts";
import { memoryBindings, nextCallId, TENANT, TestAdmission } from "./memory.ts";
import { UdpPeer } from "./peer.ts";

export const AGENT = { username: "li.lei", password: "a-long-password" };
export const TRUNK = { username: "carrier", password: "another password" };

const PEOPLE: ReadonlyMap<string, Credential> = new Map<string, Credential>([
  [
    AGENT.username,
    {
      kind: "agent",
      tenant: TENANT,
      agent: AgentId("li"),
      ha1: ha1Of(AGENT.username, AGENT.password),
    },
  ],
  [TRUNK.username, { kind: "trunk", trunk: TrunkId("carrier"), ha1: ha1Of(TRUNK.username, TRUNK.password) }],
]);

export const SECRET = "a secret of the test";

/** The signalling with the embedded SIP server, a carrier and a softswitch that the test plays. */
export interface Centre {
  readonly sipPort: number;
  readonly carrier: UdpPeer;
  readonly softswitch: UdpPeer;
  readonly admission: TestAdmission;
  readonly bindings: Bindings;
  readonly signalling: Signalling;
  readonly happenings: Happenings;
  readonly edge: Edge;
  /** Lets this many milliseconds pass in an instant; timers do not notice. */
  skip(milliseconds: number): void;
  /** The SIP server dies and comes back on the same ports. */
  restartEdge(): Promise<void>;
  stop(): Promise<void>;
}

export async function openCentre(): Promise<Centre> {
  const [carrier, softswitch] = [await UdpPeer.open(), await UdpPeer.open()];
  const ports = {
    sipHost: "127.0.0.1",
    controlHost: "127.0.0.1",
    controlSecret: SECRET,
    logLevel: "silent",
  } as const;
  let edge = await startEdge({ ...ports, sipPort: 0, controlPort: 0 });
  const { sipPort, controlPort } = edge;
  const admission = new TestAdmission();
  admission.trunkPorts.add(carrier.port);
  const bindings = memoryBindings();
  const happenings = new Happenings();
  let skipped = 0;
  const now = () => Date.now() + skipped;
  const note = (fields: object, message: string) =>
    happenings.tell(`log: ${message} ${JSON.stringify(fields)}`);
  const signalling = await startSignalling({
    host: "127.0.0.1",
    port: controlPort,
    secret: SECRET,
    switchAddress: { host: "127.0.0.1", port: softswitch.port },
    realm: REALM,
    nonceKey: "key of the test",
    admission,
    bindings,
    credentials: { lookup: async (username) => PEOPLE.get(username) },
    calls: {
      callAdmitted: ({ call, caller, number, flow }) =>
        happenings.tell(`admitted ${call} ${caller} ${number} ${flow}`),
      callerGone: (call, why) => happenings.tell(`gone ${call} ${why}`),
    },
    devices: {
      deviceChanged: (_tenant, agent, registered) =>
        happenings.tell(`${agent} ${registered ? "has a device" : "has no device"}`),
    },
    ids: { callId: nextCallId, token: () => randomBytes(8).toString("hex") },
    clock: {
      now,
      wakeAt(at, wake) {
        const timer = setTimeout(wake, at - now());
        timer.unref();
        return () => clearTimeout(timer);
      },
    },
    log: { info: note, warn: note, error: note },
  });
  return {
    sipPort,
    carrier,
    softswitch,
    admission,
    bindings,
    signalling,
    happenings,
    get edge() {
      return edge;
    },
    skip(milliseconds) {
      skipped += milliseconds;
    },
    async restartEdge() {
      await edge.stop();
      await happenings.until((what) => what.startsWith("log: no link"));
      edge = await startEdge({ ...ports, sipPort, controlPort });
    },
    async stop() {
      await signalling.stop();
      await Promise.all([carrier.close(), softswitch.close(), edge.stop()]);
    },
  };
}
