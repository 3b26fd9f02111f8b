import { type Clock, systemClock } from "./clock.ts";
import type { EdgeConfig } from "./config.ts";
import { openControl } from "./control/index.ts";
import { AppRecords } from "./control/records.ts";
import { Routes } from "./control/routes.ts";
import { Bindings } from "./core/bindings.ts";
import type { Context, Log, Tables } from "./core/context.ts";
import { Dialogs } from "./core/dialogs.ts";
import { Door } from "./core/door.ts";
import { LargeRequests } from "./core/large-requests.ts";
import { receiveLateAnswer } from "./core/late-answer.ts";
import { stopAll } from "./core/release.ts";
import { receiveLocalFailure, receiveResponse } from "./core/response-received.ts";
import { listeningTexts, selfAddresses } from "./core/self.ts";
import { Estates } from "./estate/estates.ts";
import { Guard, type GuardFigures } from "./guard/guard.ts";
import { guardSettings } from "./guard/settings.ts";
import { randomIds } from "./ids.ts";
import { openListeners, type Ports } from "./listeners.ts";
import { observe } from "./observe/index.ts";
import { proxyCounts, proxyOf } from "./proxy/index.ts";
import { Avoided, cachedNames, Expiring, hopFinder, nodeNames } from "./resolve/index.ts";
import { RFC_TIMERS } from "./transaction/timers.ts";
import type { Reload } from "./transport/certificates.ts";

export type { EdgeConfig } from "./config.ts";
export { PortTaken } from "./listen.ts";
export { UnusableCertificate } from "./transport/certificates.ts";

/** How much the server holds at a moment; all are 0 again when traffic has ended. */
export interface EdgeCounts {
  readonly serverTransactions: number;
  readonly clientTransactions: number;
  readonly dialogs: number;
  readonly bindings: number;
  /** What lost applications left and nobody took over yet. */
  readonly estates: number;
  /** Requests being proxied that still have an open branch. */
  readonly proxied: number;
  /** Client transactions of such requests, those that only await repeats included. */
  readonly proxyTransactions: number;
  /** Challenged requests whose credentials may still come. */
  readonly proxyChallenges: number;
  /** Connections that Route values or branches of ours speak of; they go with the connections. */
  readonly proxyFlows: number;
  readonly sipConnections: number;
  readonly apps: number;
}

/** A running SIP server. */
export interface Edge {
  /** Of UDP and TCP. */
  readonly sipPort: number;
  /** Of the transports that are switched on besides. */
  readonly ports: Ports;
  readonly controlPort: number;
  /** Reads the certificates of TLS and WSS again. Open connections stay; a fault leaves all as it was. */
  reloadCertificates(): Promise<Reload>;
  /** That one, and those of the further addresses in the order they were given. */
  readonly controlPorts: readonly number[];
  /** Where Prometheus finds its figures at `/metrics`; undefined where that is off. */
  readonly metricsPort: number | undefined;
  counts(): EdgeCounts;
  /** Switches the trace of SIP messages on or off; returns whether it is on now. */
  toggleTrace(): boolean;
  /** Reads the control ports' certificate again; connections that live keep theirs. Rejects with `UnusableFile`. */
  reloadControlCertificate(): Promise<void>;
  /** Whom it knows, and whom it turned away. */
  guardFigures(): GuardFigures;
  /** Closes all sockets and forgets all calls, without a word to anyone. */
  stop(): Promise<void>;
}

/** So long an INVITE goes unheard, four times repeated, before another hop is tried. */
const FAILOVER_MS = 4_000;
const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
/** How long the calls of a lost application wait for another, where nothing else is configured. */
const ADOPTION_SECONDS = 30;

/** Starts the SIP server. Rejects with `PortTaken` where a port is in use, with `UnusableCertificate` where TLS cannot be had. */
export async function startEdge(
  config: EdgeConfig,
  { log = SILENT, clock = systemClock }: { readonly log?: Log; readonly clock?: Clock } = {},
): Promise<Edge> {
  const door = new Door();
  const observation = observe(config, log, {
    holdings: () => counts(),
    connections: () => transports.connectionsByProtocol(),
    guarded: () => guard.figures,
  });
  const listeners = await openListeners(config, observation.around(door), clock, observation.sent);
  const { transports, listening, sipPort, ports } = listeners;
  const tables = emptyTables(clock, config.adoptionSeconds ?? ADOPTION_SECONDS);
  const routes = new Routes(config.controlLimits?.verbs);
  const self = selfAddresses(listening, { ipv4: config.externalHost, ipv6: config.externalHost6 });
  const names = nodeNames(clock, config.dnsServers);
  const avoided = new Avoided(clock);
  const resolve = hopFinder(
    {
      names: cachedNames(names, clock),
      reaches: (protocol, family) => transports.reaches(protocol, family === 6 ? "::" : "0.0.0.0"),
      chance: () => randomIds.chance(),
      asksForBareNames: config.dnsServers !== undefined,
    },
    avoided,
    (error) => log.error({ err: error }, "a host could not be looked up for an unexpected reason"),
  );
  const records = new AppRecords(routes, clock);
  const guard = new Guard(guardSettings(config), clock);
  const context: Context = {
    clock,
    timers: config.timers ?? RFC_TIMERS,
    ids: randomIds,
    log,
    transports,
    resolve,
    failover: { afterMs: config.failoverMs ?? FAILOVER_MS, avoided, challengers: new Expiring(clock, 1_000) },
    outboundProxy: config.outboundProxy,
    apps: { choose: (...asked) => control.apps.choose(...asked) },
    records,
    self,
    product: config.product,
    natTraversal: config.natTraversal ?? true,
    largeRequests: new LargeRequests(transports, clock, config.largeOverTcp ?? true),
    tables,
    sessionTimers: config.sessionTimers,
    guard,
    meter: observation.meter,
    responses: {
      received: (outgoing, response, source) => receiveResponse(context, outgoing, response, source),
      cameTooLate: (late, response, source) => receiveLateAnswer(context, late, response, source),
      failedLocally: (outgoing, failure) => receiveLocalFailure(context, outgoing, failure),
    },
    proxy: proxyOf(() => context, { secret: config.routeSecret, mostRequests: config.mostProxied }),
  };
  const first = { protocol: "tcp", host: config.controlHost, port: config.controlPort } as const;
  const opening = openControl({
    context,
    routes,
    hostPorts: listeningTexts(listening, self),
    options: config,
    first,
  });
  const control = await opening.catch(async (error: unknown) => {
    await transports.close();
    throw error;
  });
  const counts = (): EdgeCounts => ({
    serverTransactions: tables.server.size,
    clientTransactions: tables.client.size,
    dialogs: tables.dialogs.size,
    bindings: tables.bindings.size,
    estates: tables.estates.size,
    ...proxyCounts(context.proxy.state),
    sipConnections: transports.connections(),
    apps: control.connections(),
  });
  const metricsPort = await observation.open().catch(async (error: unknown) => {
    await control.close();
    await transports.close();
    throw error;
  });
  door.open(context);
  if (listeners.certificateExpiredOn !== undefined)
    log.error({ expiredOn: listeners.certificateExpiredOn }, "the certificate is no longer valid");
  return {
    sipPort,
    ports,
    controlPort: control.ports[0] ?? 0,
    controlPorts: control.ports,
    reloadCertificates: listeners.reloadCertificates,
    metricsPort,
    toggleTrace: () => observation.trace.toggle(),
    counts,
    reloadControlCertificate: () => control.reloadCertificate(),
    guardFigures: () => guard.figures,
    stop: async () => {
      stopAll(context);
      names.cancel();
      await observation.close();
      await control.close();
      await transports.close();
    },
  };
}

function emptyTables(clock: Clock, adoptionSeconds: number): Tables {
  return {
    server: new Map(),
    incoming: new Map(),
    merged: new Map(),
    client: new Map(),
    outgoing: new Map(),
    dialogs: new Dialogs(),
    bindings: new Bindings(clock),
    estates: new Estates(clock, adoptionSeconds * 1000),
  };
}
