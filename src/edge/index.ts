import { type Clock, systemClock } from "./clock.ts";
import type { EdgeConfig } from "./config.ts";
import { type Desk } from "./control/commands.ts";
import { Routes } from "./control/routes.ts";
import { ControlServer } from "./control/server.ts";
import { Bindings } from "./core/bindings.ts";
import type { Context, Log, Tables } from "./core/context.ts";
import { Dialogs } from "./core/dialogs.ts";
import { Door } from "./core/door.ts";
import { releaseApp, stopAll } from "./core/release.ts";
import { receiveLocalFailure, receiveResponse } from "./core/response-received.ts";
import { selfAddresses } from "./core/self.ts";
import { Guard, type GuardFigures } from "./guard/guard.ts";
import { guardSettings } from "./guard/settings.ts";
import { randomIds } from "./ids.ts";
import { listen, listenOnOnePort } from "./listen.ts";
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
  counts(): EdgeCounts;
  /** Whom it knows, and whom it turned away. */
  guardFigures(): GuardFigures;
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
  const guard = new Guard(guardSettings(config), clock);
  const routes = new Routes();
  const self = selfAddresses(config.sipHost, sipPort, config.externalHost);
  const context: Context = {
    clock,
    timers: config.timers ?? RFC_TIMERS,
    ids: randomIds,
    log,
    transports,
    resolve: resolveTarget,
    apps: routes,
    self,
    tables,
    guard,
    responses: {
      received: (outgoing, response, source) => receiveResponse(context, outgoing, response, source),
      failedLocally: (outgoing, failure) => receiveLocalFailure(context, outgoing, failure),
    },
  };
  door.open(context);
  const desk: Desk = { context, routes, secret: config.controlSecret, hostPorts: hostPorts(context) };
  const control = new ControlServer(desk, (app) => releaseApp(context, app));
  const controlPort = await listen(control, "control", config.controlHost, config.controlPort).catch(
    async (error: unknown) => {
      await transports.close();
      throw error;
    },
  );
  return {
    sipPort,
    controlPort,
    counts: () => ({
      serverTransactions: tables.server.size,
      clientTransactions: tables.client.size,
      dialogs: tables.dialogs.size,
      bindings: tables.bindings.size,
      sipConnections: transports.connections(),
      apps: control.connections,
    }),
    guardFigures: () => guard.figures,
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
