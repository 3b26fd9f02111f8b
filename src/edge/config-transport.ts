import { z } from "zod";
import type { CertificateFiles } from "./transport/certificates.ts";
import type { ConnectionLimits } from "./transport/limits.ts";

/** What the server is told about its transports beyond UDP and TCP over IPv4. What is left out is off, or has its default. */
export interface TransportConfig {
  /** The address of UDP, TCP and all others over IPv6. */
  readonly sipHost6?: string | undefined;
  /** 0 means any free one, here and below. */
  readonly tlsPort?: number | undefined;
  readonly wsPort?: number | undefined;
  readonly wssPort?: number | undefined;
  /** TLS and WSS need it. `verify`: whether those we dial must prove who they are. */
  readonly tls?: (CertificateFiles & { readonly verify: boolean }) | undefined;
  /** The IPv6 address or name others are told, where it differs from the one bound to. */
  readonly externalHost6?: string | undefined;
  /** Whether others are reached where they send from, whatever they say of themselves. On unless told otherwise. */
  readonly natTraversal?: boolean | undefined;
  /** Whether requests too large for UDP go over TCP (RFC 3261 18.1.1). On unless told otherwise. */
  readonly largeOverTcp?: boolean | undefined;
  /** Whether closed UDP ports are looked for. On unless told otherwise. */
  readonly noticeClosedPorts?: boolean | undefined;
  /** What connections may take, where it differs from `DEFAULT_LIMITS`. */
  readonly connectionLimits?: Partial<ConnectionLimits> | undefined;
}

const LARGEST_PORT = 65_535;
const MOST_DIGITS = 9;

/** A port as it is written; 0 means any free one. */
export const portText = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((value) => value <= LARGEST_PORT);
const port = portText.optional();
const count = z
  .string()
  .regex(new RegExp(`^[1-9]\\d{0,${MOST_DIGITS - 1}}$`))
  .transform(Number)
  .optional();
const yesNo = z
  .enum(["yes", "no"])
  .transform((word) => word === "yes")
  .optional();

/** The variables, as fields of the environment's schema. */
export const TRANSPORT_VARIABLES = {
  EDGE_SIP_HOST6: z.ipv6().optional(),
  EDGE_TLS_PORT: port,
  EDGE_WS_PORT: port,
  EDGE_WSS_PORT: port,
  EDGE_TLS_CERT: z.string().optional(),
  EDGE_TLS_KEY: z.string().optional(),
  EDGE_TLS_CA: z.string().optional(),
  EDGE_TLS_VERIFY: yesNo,
  EDGE_EXTERNAL_HOST6: z.union([z.ipv6(), z.string().regex(/^[A-Za-z0-9.-]+$/)]).optional(),
  EDGE_NAT_TRAVERSAL: yesNo,
  EDGE_LARGE_OVER_TCP: yesNo,
  EDGE_NOTICE_CLOSED_PORTS: yesNo,
  EDGE_MAX_CONNECTIONS: count,
  EDGE_MAX_CONNECTIONS_PER_ADDRESS: count,
} as const;

const Variables = z.object(TRANSPORT_VARIABLES);
type Given = z.infer<typeof Variables>;

const PORT = "a port from 1 to 65535, 0 for any free one, or nothing to leave that transport out";

/** How each variable is mended. */
export const TRANSPORT_MENDING: Readonly<Record<keyof Given, string>> = {
  EDGE_SIP_HOST6: "an IPv6 address to bind to without brackets, for instance ::1, :: for all, or nothing",
  EDGE_TLS_PORT: PORT,
  EDGE_WS_PORT: PORT,
  EDGE_WSS_PORT: PORT,
  EDGE_TLS_CERT: "the path of a PEM file with the certificate and what it is signed by: TLS and WSS need it",
  EDGE_TLS_KEY: "the path of a PEM file with the certificate's key: TLS and WSS need it",
  EDGE_TLS_CA: "the path of a PEM file with the certificates to trust when dialling, or nothing",
  EDGE_TLS_VERIFY: "yes or no",
  EDGE_EXTERNAL_HOST6: "an IPv6 address without brackets or a host name, or nothing",
  EDGE_NAT_TRAVERSAL: "yes or no",
  EDGE_LARGE_OVER_TCP: "yes or no",
  EDGE_NOTICE_CLOSED_PORTS: "yes or no",
  EDGE_MAX_CONNECTIONS: "a number of at least 1",
  EDGE_MAX_CONNECTIONS_PER_ADDRESS: "a number of at least 1",
};

/** What TLS lacks where it is asked for: the variables that are not set. */
export function missingForTls(given: Given): (keyof Given)[] {
  if (given.EDGE_TLS_PORT === undefined && given.EDGE_WSS_PORT === undefined) return [];
  return (["EDGE_TLS_CERT", "EDGE_TLS_KEY"] as const).filter((name) => given[name] === undefined);
}

/** The variables as configuration. */
export function transportConfig(given: Given): TransportConfig {
  const { EDGE_TLS_CERT: certFile, EDGE_TLS_KEY: keyFile, EDGE_TLS_CA: caFile } = given;
  const most = given.EDGE_MAX_CONNECTIONS;
  const mostPerAddress = given.EDGE_MAX_CONNECTIONS_PER_ADDRESS;
  const verify = given.EDGE_TLS_VERIFY ?? true;
  return {
    sipHost6: given.EDGE_SIP_HOST6,
    tlsPort: given.EDGE_TLS_PORT,
    wsPort: given.EDGE_WS_PORT,
    wssPort: given.EDGE_WSS_PORT,
    tls: certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile, caFile, verify },
    externalHost6: given.EDGE_EXTERNAL_HOST6,
    natTraversal: given.EDGE_NAT_TRAVERSAL,
    largeOverTcp: given.EDGE_LARGE_OVER_TCP,
    noticeClosedPorts: given.EDGE_NOTICE_CLOSED_PORTS,
    connectionLimits:
      most === undefined && mostPerAddress === undefined
        ? undefined
        : {
            ...(most === undefined ? {} : { most }),
            ...(mostPerAddress === undefined ? {} : { mostPerAddress }),
          },
  };
}
