import { isIPv4 } from "node:net";
import { type Caller, carryOut, type Desk, readCommand } from "../../../src/edge/control/commands.ts";
import { Failures } from "../../../src/edge/control/failures.ts";
import { AppRecords } from "../../../src/edge/control/records.ts";
import { outcomeLine } from "../../../src/edge/control/result.ts";
import { Routes } from "../../../src/edge/control/routes.ts";
import type { Delivery } from "../../../src/edge/core/app.ts";
import { Bindings } from "../../../src/edge/core/bindings.ts";
import type { Context } from "../../../src/edge/core/context.ts";
import { Dialogs } from "../../../src/edge/core/dialogs.ts";
import { Door } from "../../../src/edge/core/door.ts";
import { LargeRequests } from "../../../src/edge/core/large-requests.ts";
import { receiveLateAnswer } from "../../../src/edge/core/late-answer.ts";
import { receiveLocalFailure, receiveResponse } from "../../../src/edge/core/response-received.ts";
import { selfAddresses } from "../../../src/edge/core/self.ts";
import { Estates } from "../../../src/edge/estate/estates.ts";
import { Guard } from "../../../src/edge/guard/guard.ts";
import { guardSettings } from "../../../src/edge/guard/settings.ts";
import { randomIds } from "../../../src/edge/ids.ts";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { proxyOf } from "../../../src/edge/proxy/index.ts";
import { Avoided, Expiring } from "../../../src/edge/resolve/index.ts";
import { RFC_TIMERS } from "../../../src/edge/transaction/timers.ts";
import { Transports } from "../../../src/edge/transport/index.ts";
import type { Protocol, Source, Transport } from "../../../src/edge/transport/transport.ts";

const METHODS = ["invite", "register", "options", "message", "info", "notify", "subscribe", "publish"];
const PROTOCOLS = ["udp", "tcp", "tls", "ws", "wss"] as const;
const HERE = "127.0.0.1";

/** A whole server without a socket: what goes out is kept, and its one application is part of it. */
export interface Indoors {
  readonly clock: ManualClock;
  readonly context: Context;
  /** What left for the network. */
  readonly sent: Buffer[];
  /** What the application was given. */
  readonly delivered: Delivery[];
  /** What failed that should never fail. */
  readonly failures: unknown[];
  /** How many transactions have begun so far, of either side. */
  readonly begun: () => number;
  /** A message from the network. Strangers come from anywhere but 127.0.0.1. */
  receive(bytes: Buffer, protocol: Protocol, address?: string): void;
  /** A command of the application; the first line of what it is answered. */
  command(payload: string | Buffer): string;
}

/** Builds one. All methods go to its application. */
export function indoors(): Indoors {
  const clock = new ManualClock();
  const sent: Buffer[] = [];
  const delivered: Delivery[] = [];
  const failures: unknown[] = [];
  let begun = 0;
  // Each transaction has one id that applications know it by.
  const ids = {
    ...randomIds,
    uuid: () => {
      begun += 1;
      return randomIds.uuid();
    },
  };
  const routes = new Routes();
  const caller = callerWho((delivery) => void delivered.push(delivery));
  for (const method of METHODS) routes.add(method, caller);
  const context = contextOf({ clock, ids, routes, sent, failures });
  const door = new Door();
  door.open(context);
  const hostPorts = { external: "", local: "" };
  const desk: Desk = { context, routes, secret: "correct horse", failures: new Failures(clock), hostPorts };
  return {
    ...{ clock, context, sent, delivered, failures },
    begun: () => begun,
    receive: (bytes, protocol, address = HERE) => door.message(bytes, sourceAt(protocol, address)),
    command: (payload) => {
      const command = readCommand(Buffer.isBuffer(payload) ? payload : Buffer.from(payload, "latin1"));
      if (!command) return "malformed";
      const answer = carryOut(desk, caller, command);
      Object.assign(caller, { authenticated: true, estate: undefined });
      if (answer.type === "later") return "";
      return answer.type === "sip" ? outcomeLine(command.id, answer.outcome, clock.now()) : answer.text;
    },
  };
}

function callerWho(deliver: (delivery: Delivery) => void): Caller {
  const nothing = (): void => undefined;
  return {
    ...{ authenticated: true, open: true, tags: [], source: HERE, estate: undefined, instance: undefined },
    ...{ deliver, record: nothing, depart: nothing, respond: nothing, pinged: nothing, holdBack: nothing },
  };
}

function contextOf(house: {
  readonly clock: ManualClock;
  readonly ids: Context["ids"];
  readonly routes: Routes;
  readonly sent: Buffer[];
  readonly failures: unknown[];
}): Context {
  const { clock, ids, routes, sent } = house;
  const nothing = (): void => undefined;
  const transports = new Transports(PROTOCOLS.map((protocol) => deafTransport(protocol, sent)));
  const listening = PROTOCOLS.map((protocol) => ({
    ...{ protocol, family: "ipv4" as const, host: HERE, port: 5060 },
  }));
  const context: Context = {
    ...{ clock, ids, transports, timers: RFC_TIMERS, outboundProxy: undefined, natTraversal: true },
    log: {
      ...{ debug: nothing, info: nothing, warn: nothing },
      error: (fields) => void house.failures.push(fields),
    },
    resolve: ({ protocol, host, port, connection }, found) =>
      found(isIPv4(host) ? [{ protocol, address: host, port, connection }] : []),
    failover: { afterMs: 4_000, avoided: new Avoided(clock), challengers: new Expiring(clock, 1_000) },
    apps: {
      choose: ({ method }, _source, chosen) => {
        const app = routes.pick(method);
        chosen(app ? { app } : { answer: { status: 503, reason: "Service Unavailable" } });
      },
    },
    records: new AppRecords(routes, clock),
    self: selfAddresses(listening, {}),
    largeRequests: new LargeRequests(transports, clock, true),
    guard: new Guard(guardSettings({ guard: { busy: () => 0 } }), clock),
    tables: {
      ...{
        server: new Map(),
        incoming: new Map(),
        merged: new Map(),
        client: new Map(),
        outgoing: new Map(),
      },
      ...{ dialogs: new Dialogs(), bindings: new Bindings(clock), estates: new Estates(clock, 30_000) },
    },
    responses: {
      received: (outgoing, response, source) => receiveResponse(context, outgoing, response, source),
      cameTooLate: (late, response, source) => receiveLateAnswer(context, late, response, source),
      failedLocally: (outgoing, failure) => receiveLocalFailure(context, outgoing, failure),
    },
    proxy: proxyOf(() => context, {}),
  };
  return context;
}

function sourceAt(protocol: Protocol, address: string): Source {
  const local = { localAddress: HERE, localPort: 5060 };
  const remote = { protocol, address, port: 40_000 };
  return { ...local, ...remote, connection: protocol === "udp" ? undefined : { ...remote, open: true } };
}

function deafTransport(protocol: Protocol, sent: Buffer[]): Transport {
  return {
    protocol,
    family: "ipv4",
    listen: async (_host, port) => port,
    send: (_hop, bytes) => void sent.push(bytes),
    connections: () => 0,
    close: async () => undefined,
  };
}
