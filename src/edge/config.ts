import { z } from "zod";
import { Networks } from "./guard/networks.ts";
import type { GuardSettings } from "./guard/settings.ts";
import { keyOf, type Settings } from "./settings.ts";
import type { BaseTimers } from "./transaction/timers.ts";

/** What the server is told from outside. */
export interface EdgeConfig {
  readonly sipHost: string;
  /** 0 means any free port. */
  readonly sipPort: number;
  readonly controlHost: string;
  /** 0 means any free port. */
  readonly controlPort: number;
  readonly controlSecret: string;
  readonly logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";
  /** The address others are told, where it differs from the one bound to. */
  readonly externalHost?: string | undefined;
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

const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((value) => value <= 65_535)
    .default(fallback);
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
  EDGE_SIP_PORT: port(5060),
  EDGE_CONTROL_HOST: ipv4("127.0.0.1"),
  EDGE_CONTROL_PORT: port(9022),
  EDGE_CONTROL_SECRET: z
    .string()
    .min(8)
    .regex(/^[^|\r\n]+$/),
  EDGE_LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  EDGE_EXTERNAL_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.-]+$/)
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
    "at least 8 characters, none of them | or a line break; the application must give the same",
  EDGE_LOG_LEVEL: "one of fatal, error, warn, info, debug, trace, silent",
  EDGE_EXTERNAL_HOST: "an IPv4 address or host name under which others reach this server, or nothing",
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
  if (!parsed.success) return { ok: false, faults: describe(parsed.error, given, whereOf) };
  const { data } = parsed;
  return {
    ok: true,
    config: {
      sipHost: data.EDGE_SIP_HOST,
      sipPort: data.EDGE_SIP_PORT,
      controlHost: data.EDGE_CONTROL_HOST,
      controlPort: data.EDGE_CONTROL_PORT,
      controlSecret: data.EDGE_CONTROL_SECRET,
      logLevel: data.EDGE_LOG_LEVEL,
      externalHost: data.EDGE_EXTERNAL_HOST,
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
  return [...names].map((name) => {
    const problem = given[name] === undefined ? "is not set" : "has a value that cannot be used";
    return `${whereOf(name)} ${problem}: it must be ${mendingOf(name)}.`;
  });
}

function mendingOf(variable: string): string {
  return Object.entries(MENDING).find(([known]) => known === variable)?.[1] ?? "a sound value";
}
