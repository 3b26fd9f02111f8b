import type { Clock, Log } from "../../dispatch/index.ts";
import type { CallId, TenantId } from "../../ids.ts";
import type { Occupancy } from "../../tenancy/index.ts";
import { createAgentDesk } from "./agent-leg.ts";
import { createAuthentication } from "./authentication.ts";
import type { BackToBack, Room } from "./back-to-back.ts";
import { createCallerDesk } from "./caller-leg.ts";
import { DeviceWatch } from "./device-watch.ts";
import { Dialogs } from "./dialogs.ts";
import { keepLinked } from "./link.ts";
import { LiveCalls } from "./live-calls.ts";
import type { Incoming } from "./message.ts";
import type { AdmissionDesk, Bindings, CallEvents, Credentials, DeviceEvents, Ids } from "./ports.ts";
import { createReception } from "./reception.ts";
import { createRegistrar } from "./registrar.ts";
import type { SwitchAddress } from "./switch-address.ts";

export interface SignallingOptions {
  /** The SIP server's control port, and the secret it asks for. */
  readonly host: string;
  readonly port: number;
  readonly secret: string;
  readonly switchAddress: SwitchAddress;
  /** What passwords are hashed with, beside the user name. */
  readonly realm: string;
  /** Signs nonces; nodes behind one SIP address share it. Without one, each start makes its own. */
  readonly nonceKey?: string;
  readonly admission: AdmissionDesk;
  readonly bindings: Bindings;
  readonly credentials: Credentials;
  readonly calls: CallEvents;
  readonly devices: DeviceEvents;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly log: Log;
}

/** The SIP side of the centre, while it runs. */
export interface Signalling {
  /** There is a link to the SIP server. */
  connected(): boolean;
  /** From now on new calls are refused with a hint to try again; live ones, and offers to agents, go on. */
  drain(): void;
  /** Calls of a tenant, from admission until the caller is gone. */
  liveCalls(tenant: TenantId): number;
  /**
   * The call is over. Its legs are ended by the softswitch; those that still stand after two seconds are ended here,
   * so that nobody listens to silence because a softswitch died.
   */
  callEnded(call: CallId): void;
  /** Hangs up what is left and closes the link. */
  stop(): Promise<void>;
}

const FIRST_LINK_MS = 10_000;
const SOFTSWITCH_ENDS_WITHIN_MS = 2_000;

/** Starts the SIP side; resolves when it takes calls. Throws if the SIP server does not let us in within 10 s. */
export async function startSignalling(options: SignallingOptions): Promise<Signalling> {
  const { bindings, credentials, ids, clock, log } = options;
  const dialogs = new Dialogs();
  const live = new Set<BackToBack>();
  const liveCalls = new LiveCalls();
  const devices = new DeviceWatch(options);
  let draining = false;
  const isDraining = () => draining;
  const occupancy: Occupancy = {
    get draining() {
      return draining;
    },
    liveCalls: (tenant) => liveCalls.of(tenant),
  };

  await devices.load();
  const link = keepLinked(
    options,
    {
      requestArrived: (request: Incoming) => receive(request),
      linkLost() {
        dialogs.forgetAll();
        for (const call of live) call.lost();
      },
    },
    clock,
    log,
  );

  const room: Room = { client: link, dialogs, live, clock };
  const authentication = createAuthentication({
    ...options,
    nonceKey: options.nonceKey ?? `${ids.token()}${ids.token()}`,
  });
  const receive = createReception({
    dialogs,
    log,
    switchAddress: options.switchAddress,
    isDraining,
    callers: createCallerDesk({ ...options, ...room, authentication, credentials, liveCalls, occupancy }),
    agents: createAgentDesk({ ...room, bindings, devices, log }),
    registrar: createRegistrar({ authentication, bindings, devices, clock }),
  });

  const signalling: Signalling = {
    connected: () => link.isUp(),
    drain() {
      draining = true;
    },
    liveCalls: (tenant) => liveCalls.of(tenant),
    callEnded(call) {
      const standing = [...live].filter((leg) => leg.call === call);
      if (standing.length === 0) return;
      clock.wakeAt(clock.now() + SOFTSWITCH_ENDS_WITHIN_MS, () => {
        for (const leg of standing.filter(({ isOver }) => !isOver)) {
          log.warn({ call }, "the softswitch did not end a leg of a call that is over");
          leg.hangUp({});
        }
      });
    },
    async stop() {
      draining = true;
      for (const call of live) call.hangUp({ "Retry-After": "30" });
      devices.stop();
      await link.stop();
    },
  };
  if (await link.upWithin(FIRST_LINK_MS)) return signalling;
  await signalling.stop();
  throw new Error(`no link to the SIP server at ${options.host}:${options.port} within ${FIRST_LINK_MS} ms`);
}
