import { z } from "zod";
import {
  missingForTls,
  portText,
  TRANSPORT_MENDING,
  TRANSPORT_VARIABLES,
  type TransportConfig,
  transportConfig,
} from "./config-transport.ts";
import { CONTROL_MENDING, CONTROL_VARIABLES, readControlEnvironment } from "./control/environment.ts";
import type { ControlOptions } from "./control/settings.ts";
import { isRoute } from "./core/next-hop.ts";
import type { SessionPolicy } from "./core/session-terms.ts";
import { Networks } from "./guard/networks.ts";
import type { GuardSettings } from "./guard/settings.ts";
import { isDnsServer } from "./resolve/index.ts";
import { keyOf, type Settings } from "./settings.ts";
import type { BaseTimers } from "./transaction/timers.ts";

/** What the server is told from outside. */
export interface EdgeConfig extends TransportConfig, ControlOptions {
  readonly sipHost: string;
  /** 0 means any free port. */
  readonly sipPort: number;
  readonly controlHost: string;
  /** 0 means any free port. */
  readonly controlPort: number;
  readonly logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";
  /** The address others are told, where it differs from the one bound to. */
  readonly externalHost?: string | undefined;
  /** When a caller's session timer is kept without the application asking for it; `with-refresher` unless told. */
  readonly sessionTimers?: SessionPolicy | undefined;
  /** Seals the Record-Route and Path values the proxy writes; by default it is made up at each start. */
  readonly routeSecret?: string | undefined;
  /** How many requests are proxied at once before further ones are refused; 20,000 unless told. */
  readonly mostProxied?: number | undefined;
  /** DNS servers to ask, `address` or `address:port`; the machine's where there are none. */
  readonly dnsServers?: readonly string[] | undefined;
  /** Where new requests without a route of their own go: a SIP URI, or an address with or without port. */
  readonly outboundProxy?: string | undefined;
  /** How long a hop may keep silent before the next one is tried, in milliseconds. */
  readonly failoverMs?: number | undefined;
  /** Where Prometheus finds its figures; a port not set is none, 0 any free one. */
  readonly metricsHost?: string | undefined;
  readonly metricsPort?: number | undefined;
  /** Whether each SIP message is logged from the start. */
  readonly sipTrace?: boolean | undefined;
  /** Goes out as User-Agent or Server where an application gave none; nothing does where undefined. */
  readonly product?: string | undefined;
  /** How long what a lost application leaves waits for a successor; 0 keeps nothing. 30 where not given. */
  readonly adoptionSeconds?: number | undefined;
  /** Addresses and networks nothing is held against; without it this machine's own 127.0.0.1 and ::1. */
  readonly trustedNetworks?: readonly string[] | undefined;
  /** New requests of unknown sources that are let in a second, all of them together. */
  readonly strangersPerSecond?: number | undefined;
  /** How long a first ban lasts; 0 for no bans. */
  readonly banSeconds?: number | undefined;
  /** What else of the guard is to differ, as in tests. */
  readonly guard?: Partial<GuardSettings> | undefined;
  /** Only tests deviate from the RFC's values. */
  readonly timers?: BaseTimers | undefined;
}

/** Either a sound configuration, or one message per fault that says what, where, and how to mend it. */
export type ParsedConfig =
  | { readonly ok: true; readonly config: EdgeConfig }
  | { readonly ok: false; readonly faults: readonly string[] };

const count = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number)
  .optional();
const networks = z
  .string()
  .transform((text) => text.split(",").map((part) => part.trim()))
  .refine((texts) => Networks.parse(texts) !== undefined)
  .optional();
const ipv4 = (fallback: string) => z.ipv4().default(fallback);

const Environment = z.object({
  EDGE_SIP_HOST: ipv4("127.0.0.1"),
  EDGE_SIP_PORT: portText.default(5060),
  EDGE_CONTROL_HOST: ipv4("127.0.0.1"),
  EDGE_CONTROL_PORT: portText.default(9022),
  EDGE_CONTROL_SECRET: z
    .string()
    .regex(/^[^|\r\n]+$/)
    .optional(),
  EDGE_LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  EDGE_EXTERNAL_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.-]+$/)
    .optional(),
  EDGE_SESSION_TIMERS: z.enum(["with-refresher", "any", "off"]).optional(),
  EDGE_ROUTE_SECRET: z.string().min(16).optional(),
  EDGE_MOST_PROXIED: z
    .string()
    .regex(/^[1-9]\d{0,6}$/)
    .transform(Number)
    .optional(),
  ...TRANSPORT_VARIABLES,
  EDGE_DNS_SERVERS: z
    .string()
    .transform((text) => text.split(",").map((server) => server.trim()))
    .refine((servers) => servers.every(isDnsServer))
    .optional(),
  EDGE_OUTBOUND_PROXY: z.string().refine(isRoute).optional(),
  EDGE_FAILOVER_MS: z
    .string()
    .regex(/^\d{3,5}$/)
    .transform(Number)
    .refine((value) => value >= 500)
    .optional(),
  ...CONTROL_VARIABLES,
  EDGE_ADOPTION_SECONDS: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .refine((seconds) => seconds <= 3_600)
    .optional(),
  EDGE_METRICS_HOST: ipv4("127.0.0.1"),
  EDGE_METRICS_PORT: portText.optional(),
  EDGE_SIP_TRACE: z.enum(["on", "off"]).default("off"),
  EDGE_PRODUCT: z
    .string()
    .regex(/^[ -~]{1,128}$/)
    .optional(),
  EDGE_TRUSTED_NETWORKS: networks,
  EDGE_STRANGERS_PER_SECOND: count.refine((value) => value !== 0),
  EDGE_BAN_SECONDS: count,
});

/** How each variable is mended. */
const MENDING: Readonly<Record<keyof z.infer<typeof Environment>, string>> = {
  EDGE_SIP_HOST: "an IPv4 address to bind to, for instance 127.0.0.1, or 0.0.0.0 for all",
  EDGE_SIP_PORT: "a port from 1 to 65535, or 0 for any free one",
  EDGE_CONTROL_HOST: "an IPv4 address to bind to, for instance 127.0.0.1",
  EDGE_CONTROL_PORT: "a port from 1 to 65535, or 0 for any free one",
  EDGE_CONTROL_SECRET:
    "at least 8 characters, fewer only on loopback, none of them | or a line break; the application must give the same",
  EDGE_LOG_LEVEL: "one of fatal, error, warn, info, debug, trace, silent",
  EDGE_EXTERNAL_HOST: "an IPv4 address or host name under which others reach this server, or nothing",
  EDGE_SESSION_TIMERS: "one of with-refresher (as when it is not set), any, off",
  EDGE_ROUTE_SECRET: "at least 16 characters known to this server alone, or nothing",
  EDGE_MOST_PROXIED: "a whole number from 1 to 9999999, or nothing",
  ...TRANSPORT_MENDING,
  EDGE_DNS_SERVERS: "IP addresses of DNS servers, with or without :port, separated by commas, or nothing",
  EDGE_OUTBOUND_PROXY: "a SIP URI, or a host with or without :port, to send new requests to, or nothing",
  EDGE_FAILOVER_MS: "milliseconds from 500 to 99999, or nothing",
  ...CONTROL_MENDING,
  EDGE_METRICS_HOST: "an IPv4 address to bind to, for Prometheus",
  EDGE_METRICS_PORT: "a port from 1 to 65535 for Prometheus, 0 for any free one, or nothing for none",
  EDGE_SIP_TRACE: "on or off: whether each SIP message is logged, without credentials and bodies",
  EDGE_PRODUCT:
    "the name given in User-Agent and Server, of up to 128 printable ASCII characters, or nothing",
  EDGE_ADOPTION_SECONDS: "how long the calls of a lost application are kept, 0 to 3600 seconds; 0 keeps none",
  EDGE_TRUSTED_NETWORKS:
    "addresses and networks such as 192.0.2.7,198.51.100.0/24 nothing is held against: carriers, own services; 0.0.0.0/0,::/0 to trust everybody",
  EDGE_STRANGERS_PER_SECOND: "how many new requests of unknown sources are let in a second, from 1 to 999999",
  EDGE_BAN_SECONDS: "how long who fails again and again is not listened to, or 0 for no bans",
};

/** The variables there are, in the order in which they are told of. */
export const variables: readonly string[] = Object.keys(Environment.shape);

/** Makes a configuration of what was set. */
export function parseConfig({ values: given, whereOf }: Settings): ParsedConfig {
  const parsed = Environment.safeParse(given);
  const control = readControlEnvironment(given, whereOf);
  if (!parsed.success)
    return { ok: false, faults: [...describe(parsed.error, given, whereOf), ...control.faults] };
  if (control.faults.length > 0) return { ok: false, faults: control.faults };
  const { data } = parsed;
  const missing = missingForTls(data);
  if (missing.length > 0)
    return { ok: false, faults: missing.map((name) => complaint(whereOf(name), name, "is not set")) };
  return {
    ok: true,
    config: {
      sipHost: data.EDGE_SIP_HOST,
      sipPort: data.EDGE_SIP_PORT,
      controlHost: data.EDGE_CONTROL_HOST,
      controlPort: data.EDGE_CONTROL_PORT,
      ...control.options,
      logLevel: data.EDGE_LOG_LEVEL,
      externalHost: data.EDGE_EXTERNAL_HOST,
      sessionTimers: data.EDGE_SESSION_TIMERS,
      routeSecret: data.EDGE_ROUTE_SECRET,
      mostProxied: data.EDGE_MOST_PROXIED,
      ...transportConfig(data),
      dnsServers: data.EDGE_DNS_SERVERS,
      outboundProxy: data.EDGE_OUTBOUND_PROXY,
      failoverMs: data.EDGE_FAILOVER_MS,
      metricsHost: data.EDGE_METRICS_HOST,
      metricsPort: data.EDGE_METRICS_PORT,
      sipTrace: data.EDGE_SIP_TRACE === "on",
      product: data.EDGE_PRODUCT,
      adoptionSeconds: data.EDGE_ADOPTION_SECONDS,
      trustedNetworks: data.EDGE_TRUSTED_NETWORKS,
      strangersPerSecond: data.EDGE_STRANGERS_PER_SECOND,
      banSeconds: data.EDGE_BAN_SECONDS,
    },
  };
}

/** What `--help` prints: every setting with its flag, its variable, its default, and what it takes. */
export function help(): string {
  const entries = Object.entries(Environment.shape).map(([variable, schema]) => {
    const flag = variable.endsWith("SECRET") ? `"${keyOf(variable)}" in the file` : `--${keyOf(variable)}`;
    const fallback = schema.safeParse(undefined).data;
    const otherwise = fallback === undefined ? "" : ` (${String(fallback)})`;
    return `  ${flag}, ${variable}${otherwise}\n      ${mendingOf(variable)}`;
  });
  return [
    "The embedded SIP server of Fivenines.",
    "",
    "  npm run edge -- [--config FILE] [--SETTING VALUE ...]",
    "",
    "Each setting can be a flag, a variable of the environment, or a key of the JSON object in the file, in this",
    "order of weight; defaults stand in brackets.",
    "",
    ...entries,
  ].join("\n");
}

function describe(
  error: z.ZodError,
  given: Readonly<Record<string, unknown>>,
  whereOf: Settings["whereOf"],
): string[] {
  const names = new Set(error.issues.map((issue) => String(issue.path[0])));
  return [...names].map((name) =>
    complaint(
      whereOf(name),
      name,
      given[name] === undefined ? "is not set" : "has a value that cannot be used",
    ),
  );
}

function complaint(where: string, name: string, problem: string): string {
  return `${where} ${problem}: it must be ${mendingOf(name)}.`;
}

function mendingOf(variable: string): string {
  return Object.entries(MENDING).find(([known]) => known === variable)?.[1] ?? "a sound value";
}
