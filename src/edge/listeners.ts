import type { Clock } from "./clock.ts";
import type { EdgeConfig } from "./config.ts";
import type { Listening } from "./core/self.ts";
import { type Binding, listenOnOnePort, type PortOf } from "./listen.ts";
import { Certificates, type Reload, UnusableCertificate } from "./transport/certificates.ts";
import { Transports } from "./transport/index.ts";
import { DEFAULT_LIMITS } from "./transport/limits.ts";
import { Quota } from "./transport/quota.ts";
import type { StreamSetting } from "./transport/stream-transport.ts";
import { TcpTransport } from "./transport/tcp.ts";
import { TlsTransport } from "./transport/tls.ts";
import type { Family, Hop, Receiver, Transport } from "./transport/transport.ts";
import { UdpTransport } from "./transport/udp.ts";
import { WssTransport, WsTransport } from "./transport/ws.ts";

/** The ports of the transports beyond UDP and TCP; those that are off have none. */
export interface Ports {
  readonly tls?: number;
  readonly ws?: number;
  readonly wss?: number;
}

/** All the server listens on for SIP. */
export interface Listeners {
  readonly transports: Transports;
  readonly listening: readonly Listening[];
  /** The port of UDP and TCP. */
  readonly sipPort: number;
  readonly ports: Ports;
  /** When it ended, where the certificate is no longer valid. */
  readonly certificateExpiredOn: string | undefined;
  /** Reads the certificates again; a fault leaves the former ones in use. */
  readonly reloadCertificates: () => Promise<Reload>;
}

/** One port to listen on, by the transports and at the addresses it is for. */
interface Plan {
  readonly what: PortOf;
  readonly port: number;
  readonly make: (setting: StreamSetting) => readonly Transport[];
}

/** Opens all listeners. Rejects with `PortTaken` or `UnusableCertificate`, with nothing left open. */
export async function openListeners(
  config: EdgeConfig,
  receiver: Receiver,
  clock: Clock,
  sent?: (bytes: Buffer, hop: Hop) => void,
): Promise<Listeners> {
  const limits = { ...DEFAULT_LIMITS, ...config.connectionLimits };
  const shared = { receiver, clock, limits, quota: new Quota(limits) };
  const certificates = await openCertificates(config, clock);
  const open: { readonly what: PortOf; readonly port: number; readonly transports: readonly Transport[] }[] =
    [];
  try {
    for (const { what, port, make } of plans(config, certificates)) {
      const bindings = (): readonly Binding<Transport>[] =>
        hosts(config).flatMap(({ family, host }) =>
          make({ ...shared, family }).map((listener) => ({ listener, host })),
        );
      const bound = await listenOnOnePort(bindings, what, port);
      open.push({ what, port: bound.port, transports: bound.listeners });
    }
  } catch (error) {
    for (const { transports } of open) for (const transport of transports) await transport.close();
    throw error;
  }
  const portOf = (what: PortOf): number | undefined => open.find((one) => one.what === what)?.port;
  return {
    transports: new Transports(
      open.flatMap(({ transports }) => transports),
      sent,
    ),
    listening: open.flatMap(({ transports, port }) =>
      transports.map(({ protocol, family }) => ({ protocol, family, host: hostOf(config, family), port })),
    ),
    sipPort: portOf("SIP") ?? 0,
    ports: present({ tls: portOf("TLS"), ws: portOf("WS"), wss: portOf("WSS") }),
    certificateExpiredOn: certificates?.expiredOn,
    reloadCertificates: async () =>
      certificates?.reload() ?? { ok: false, fault: "no certificates are in use" },
  };
}

function plans(config: EdgeConfig, certificates: Certificates | undefined): readonly Plan[] {
  const { sipPort, tlsPort, wsPort, wssPort, noticeClosedPorts = true } = config;
  const verify = config.tls?.verify ?? true;
  const all: Plan[] = [
    {
      what: "SIP",
      port: sipPort,
      make: (setting) => [
        new UdpTransport({ ...setting, noticesRefusal: noticeClosedPorts }),
        new TcpTransport(setting),
      ],
    },
  ];
  if (tlsPort !== undefined && certificates)
    all.push({ what: "TLS", port: tlsPort, make: (s) => [new TlsTransport({ ...s, certificates, verify })] });
  if (wsPort !== undefined) all.push({ what: "WS", port: wsPort, make: (s) => [new WsTransport(s)] });
  if (wssPort !== undefined && certificates)
    all.push({ what: "WSS", port: wssPort, make: (s) => [new WssTransport({ ...s, certificates })] });
  return all;
}

async function openCertificates(config: EdgeConfig, clock: Clock): Promise<Certificates | undefined> {
  if (config.tlsPort === undefined && config.wssPort === undefined) return undefined;
  if (!config.tls) throw new UnusableCertificate("TLS and WSS need a certificate and its key");
  return Certificates.open(config.tls, clock);
}

function hosts(config: EdgeConfig): readonly { readonly family: Family; readonly host: string }[] {
  const { sipHost, sipHost6 } = config;
  const four = { family: "ipv4", host: sipHost } as const;
  return sipHost6 === undefined ? [four] : [four, { family: "ipv6", host: sipHost6 }];
}

function hostOf(config: EdgeConfig, family: Family): string {
  return family === "ipv6" ? (config.sipHost6 ?? "::") : config.sipHost;
}

function present(ports: { readonly [Name in keyof Ports]: number | undefined }): Ports {
  const { tls, ws, wss } = ports;
  return {
    ...(tls === undefined ? {} : { tls }),
    ...(ws === undefined ? {} : { ws }),
    ...(wss === undefined ? {} : { wss }),
  };
}
