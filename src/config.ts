import { z } from "zod";

const Port = z.coerce.number().int().min(0).max(65_535);
const Address = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[^:\s]+):\d{1,5}$/, "write it as host:port")
  .transform((text) => {
    const split = text.lastIndexOf(":");
    return { host: text.slice(0, split).replace(/^\[|\]$/g, ""), port: Number(text.slice(split + 1)) };
  });
const Url = (protocols: RegExp, example: string) =>
  z.url({ protocol: protocols, error: `write a URL such as ${example}` });

/** Every variable the server reads, with its default where it has one. */
export const Environment = z.object({
  DATABASE_URL: Url(/^postgres(ql)?$/, "postgres://user:password@127.0.0.1:5432/fivenines"),
  REDIS_URL: Url(/^rediss?$/, "redis://:password@127.0.0.1:6379"),
  /** Control port of the SIP server. */
  DRACHTIO_HOST: z.string().min(1).default("127.0.0.1"),
  DRACHTIO_PORT: Port.default(9022),
  DRACHTIO_SECRET: z.string().min(8, "give at least 8 characters"),
  /** Where Asterisk connects to us. */
  ARI_LISTEN_HOST: z.string().min(1).default("127.0.0.1"),
  ARI_LISTEN_PORT: Port.default(9802),
  ARI_USERNAME: z.string().min(1).default("fivenines"),
  ARI_PASSWORD: z.string().min(8, "give at least 8 characters"),
  /** Asterisk's SIP address as the SIP server reaches it. */
  ASTERISK_SIP_ADDRESS: Address,
  /** The SIP server's address as Asterisk reaches it. */
  SIP_SERVER_ADDRESS: Address,
  /** Digest realm of agents and trunks; stored credentials are bound to it. */
  SIP_REALM: z.string().min(1).default("fivenines"),
  API_HOST: z.string().min(1).default("127.0.0.1"),
  API_PORT: Port.default(8080),
  /** Prompts are kept here; Asterisk must see the same folder under the same path. */
  PROMPTS_DIR: z.string().min(1),
  ESPEAK_NG: z.string().min(1).default("espeak-ng"),
  /** How long live calls may go on after SIGTERM. */
  DRAIN_SECONDS: z.coerce.number().min(0).max(86_400).default(30),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});
export type Config = Readonly<z.infer<typeof Environment>>;

/** What the load command reads of them. */
export const LoadEnvironment = Environment.pick({ DATABASE_URL: true, SIP_REALM: true });

export type ConfigResult<Value> =
  | { readonly ok: true; readonly config: Readonly<Value> }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Reads a configuration; each fault names the variable, what is wrong and how to mend it. */
export function readConfig<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): ConfigResult<z.infer<Schema>> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (parsed.success) return { ok: true, config: Object.freeze(parsed.data) };
  const faults = parsed.error.issues.map(({ path, message }) => {
    const name = path.join(".");
    return given[name] === undefined ? `${name} is not set; it has no default` : `${name}: ${message}`;
  });
  return { ok: false, faults };
}
