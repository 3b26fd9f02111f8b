import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const Service = z.strictObject({
  image: z.string().optional(),
  build: z.strictObject({ context: z.string(), dockerfile: z.string() }).optional(),
  restart: z.string().optional(),
  network_mode: z.literal("host").optional(),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.unknown()).optional(),
  stop_grace_period: z.string().optional(),
  healthcheck: z
    .strictObject({ test: z.array(z.string()), interval: z.string(), retries: z.number() })
    .optional(),
});
export type Service = z.infer<typeof Service>;

const Compose = z.strictObject({
  name: z.string(),
  services: z.strictObject({
    postgres: Service,
    redis: Service,
    drachtio: Service,
    asterisk: Service,
    server: Service,
  }),
  volumes: z.record(z.string(), z.null()),
});

/** docker-compose.yml as written, and with the variables of an .env file put in their places. */
export function readCompose(environment?: Readonly<Record<string, string>>): z.infer<typeof Compose> {
  const text = readFileSync("docker-compose.yml", "utf8");
  return Compose.parse(parse(environment === undefined ? text : interpolate(text, environment)));
}

/** The names of the variables that docker-compose.yml expects from outside. */
export function expectedVariables(): ReadonlySet<string> {
  const text = readFileSync("docker-compose.yml", "utf8");
  return new Set([...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name ?? ""));
}

function interpolate(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replaceAll(
    /\$\{([A-Z_]+)(?::-([^}]*)|:\?[^}]*)?\}/g,
    (_, name: string, fallback: string | undefined) => environment[name] ?? fallback ?? `missing-${name}`,
  );
}
