import { type Clock, systemClock } from "./clock.ts";
import type { EdgeConfig } from "./config.ts";
import type { Desk } from "./control/commands.ts";
import { openControl } from "./control/index.ts";
import { AppRecords } from "./control/records.ts";
import { Routes } from "./control/routes.ts";
import { Bindings } from "./core/bindings.ts";
import type { Context, Log, Tables } from "./core/context.ts";
import { Dialogs } from "./core/dialogs.ts";
import { Door } from "./core/door.ts";
import { stopAll } from "./core/release.ts";
import { receiveLocalFailure, receiveResponse } from "./core/response-received.ts";
import { selfAddresses } from "./core/self.ts";
import { randomIds } from "./ids.ts";
import { listenOnOnePort } from "./listen.ts";
import { RFC_TIMERS } from "./transaction/timers.ts";
import { Transports } from "./transport/index.ts";
import { resolveTarget } from "./transport/resolve.ts";
import { TcpTransport } from "./transport/tcp.ts";
import { UdpTransport } from "./transport/udp.ts";

export type { EdgeConfig } from "./config.ts";
export { PortTaken } from "./listen.ts";

/** How much the server holds at a moment; all are 0 again when traffic has ended. */
export interface EdgeCounts {
  readonly serverTransactions: number;
  readonly clientTransactions: number;
  readonly dialogs: number;
  readonly bindings: number;
  readonly sipConnections: number;
  readonly apps: number;
}

/** A running SIP server. */
export interface Edge {
  readonly sipPort: number;
  readonly controlPort: number;
  /** That one, and those of the further addresses in the order they were given. */
  readonly controlPorts: readonly number[];
  counts(): EdgeCounts;
  /** Reads the control ports' certificate again; connections that live keep theirs. Rejects with `UnusableFile`. */
  reloadControlCertificate(): Promise<void>;
  /** Closes all sockets and forgets all calls, without a word to anyone. */
  stop(): Promise<void>;
}

const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const CONNECTION_LIMITS = {
  headBytes: 64 * 1024,
  bodyBytes: 256 * 1024,
  messageMs: 32_000,
  idleMs: 3_600_000,
};

/** Starts the SIP server. Rejects with `PortTaken` where a port is in use. */
export async function startEdge(
  config: EdgeConfig,
  { log = SILENT, clock = systemClock }: { readonly log?: Log; readonly clock?: Clock } = {},
): Promise<Edge> {
  const door = new Door();
  const { pair, port: sipPort } = await listenOnOnePort(
    () => [new UdpTransport(door), new TcpTransport(door, clock, CONNECTION_LIMITS)] as const,
    config.sipHost,
    config.sipPort,
  );
  const transports = new Transports(pair);
  const tables = emptyTables(clock);
  const routes = new Routes(config.controlLimits?.verbs);
  const self = selfAddresses(config.sipHost, sipPort, config.externalHost);
  const context: Context = {
    clock,
    timers: config.timers ?? RFC_TIMERS,
    ids: randomIds,
    log,
    transports,
    resolve: resolveTarget,
    apps: { choose: (...asked) => control.apps.choose(...asked) },
    records: new AppRecords(routes, clock),
    self,
    product: config.product,
    tables,
    responses: {
      received: (outgoing, response, source) => receiveResponse(context, outgoing, response, source),
      failedLocally: (outgoing, failure) => receiveLocalFailure(context, outgoing, failure),
    },
  };
  const first = { protocol: "tcp", host: config.controlHost, port: config.controlPort } as const;
  const opening = openControl({ context, routes, hostPorts: hostPorts(context), options: config, first });
  const control = await opening.catch(async (error: unknown) => {
    await transports.close();
    throw error;
  });
  door.open(context);
  return {
    sipPort,
    controlPort: control.ports[0] ?? 0,
    controlPorts: control.ports,
    counts: () => ({
      serverTransactions: tables.server.size,
      clientTransactions: tables.client.size,
      dialogs: tables.dialogs.size,
      bindings: tables.bindings.size,
      sipConnections: transports.connections(),
      apps: control.connections(),
    }),
    reloadControlCertificate: () => control.reloadCertificate(),
    stop: async () => {
      stopAll(context);
      await control.close();
      await transports.close();
    },
  };
}

function emptyTables(clock: Clock): Tables {
  return {
    server: new Map(),
    incoming: new Map(),
    merged: new Map(),
    client: new Map(),
    outgoing: new Map(),
    dialogs: new Dialogs(),
    bindings: new Bindings(clock),
  };
}

function hostPorts({ self, transports }: Context): Desk["hostPorts"] {
  const list = (host: string): string =>
    transports.protocols.map((protocol) => `${protocol}/${host}:${self.port}`).join(",");
  return { external: list(self.host), local: list(self.localHost) };
}
