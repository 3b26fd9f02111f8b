import { type Caller, carryOut, type Desk, readCommand } from "../../../src/edge/control/commands.ts";
import { Failures } from "../../../src/edge/control/failures.ts";
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
  const ignore = (): void => undefined;
  const failures: unknown[] = [];
  const routes = new Routes();
  const caller: Caller = {
    authenticated: true,
    open: true,
    ...{ tags: [], source: "127.0.0.1", estate: undefined, instance: undefined },
    deliver: (delivery) => void delivered.push(delivery),
    record: ignore,
    respond: ignore,
    pinged: ignore,
    holdBack: ignore,
    depart: ignore,
  };
  for (const method of METHODS) routes.add(method, caller);
  let begun = 0;
  // Each transaction has one id that applications know it by.
  const ids = {
    ...randomIds,
    uuid: () => {
      begun += 1;
      return randomIds.uuid();
    },
  };
  const transports = new Transports([deafTransport("udp", sent), deafTransport("tcp", sent)]);
  const listening = (["udp", "tcp"] as const).map((protocol) => ({
    ...{ protocol, family: "ipv4" as const, host: "127.0.0.1", port: 5060 },
  }));
  const context: Context = {
    clock,
    timers: RFC_TIMERS,
    ids,
    log: { debug: ignore, info: ignore, warn: ignore, error: (fields) => void failures.push(fields) },
    transports,
    resolve: ({ protocol, host, port, connection }, found) =>
      found(host.includes("nowhere") ? [] : [{ protocol, address: host, port, connection }]),
    failover: { afterMs: 4_000, avoided: new Avoided(clock), challengers: new Expiring(clock, 1_000) },
    outboundProxy: undefined,
    apps: {
      choose: (request, _source, chosen) => {
        const app = routes.pick(request.method);
        chosen(app ? { app } : { answer: { status: 503, reason: "Service Unavailable" } });
      },
    },
    records: { attempt: ignore, start: ignore, stop: ignore },
    self: selfAddresses(listening, {}),
    natTraversal: true,
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
      dialogs: new Dialogs(),
      bindings: new Bindings(clock),
      estates: new Estates(clock, 30_000),
    },
    responses: {
      received: (outgoing, response, source) => receiveResponse(context, outgoing, response, source),
      cameTooLate: (late, response, source) => receiveLateAnswer(context, late, response, source),
      failedLocally: (outgoing, failure) => receiveLocalFailure(context, outgoing, failure),
    },
    proxy: proxyOf(() => context, {}),
  };
  const door = new Door();
  door.open(context);
  const hostPorts = { external: "", local: "" };
  const desk: Desk = { context, routes, secret: "correct horse", hostPorts, failures: new Failures(clock) };
  return {
    ...{ clock, context, sent, delivered, failures },
    begun: () => begun,
    receive: (bytes, protocol, address = "127.0.0.1") => door.message(bytes, sourceAt(protocol, address)),
    command: (payload) => {
      const command = readCommand(Buffer.isBuffer(payload) ? payload : Buffer.from(payload, "latin1"));
      if (!command) return "malformed";
      const answer = carryOut(desk, caller, command);
      caller.authenticated = true;
      if (answer.type === "later") return "later";
      return answer.type === "sip" ? outcomeLine(command.id, answer.outcome, clock.now()) : answer.text;
    },
  };
}

function sourceAt(protocol: Protocol, address: string): Source {
  const local = { localAddress: "127.0.0.1", localPort: 5060 };
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
