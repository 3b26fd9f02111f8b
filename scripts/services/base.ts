import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { LOOPBACK, type Ports } from "../ports.ts";
import type { Parts } from "../setup/index.ts";
import { type Asterisk, startAsterisk } from "./asterisk.ts";
import { type Edge, startEdge } from "./edge.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { type Redis, startRedis } from "./redis.ts";
import type { Secrets } from "./secrets.ts";
import type { Service } from "./service.ts";

/** Everything the server stands on, running. */
export interface Base {
  readonly postgres: Postgres;
  readonly redis: Redis;
  readonly edge: Edge;
  readonly asterisk: Asterisk;
}

/** What the services of one instance share. */
export interface Place {
  readonly folder: string;
  readonly host: string;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly parts: Parts;
}

const ARI_USERNAME = "fivenines";

/**
 * Starts what the server stands on, all at once. `onStarted` hears of each service that runs, so that it can be ended
 * when another fails; it rejects with the first failure, but only when every start has come to its end.
 */
export async function startBase(place: Place, onStarted: (service: Service) => void): Promise<Base> {
  const { folder, host, ports, secrets, parts } = place;
  const kept = async <S extends Service>(starting: Promise<S>): Promise<S> => {
    const service = await starting;
    onStarted(service);
    return service;
  };
  const starts = [
    kept(startPostgres({ folder, host: LOOPBACK, port: ports.postgres, password: secrets.postgres })),
    kept(
      startRedis({
        command: parts.redisServer.command,
        folder,
        host: LOOPBACK,
        port: ports.redis,
        password: secrets.redis,
      }),
    ),
    kept(
      startEdge({
        folder,
        sipHost: host,
        sipPort: ports.sip,
        controlHost: LOOPBACK,
        controlPort: ports.control,
        controlSecret: secrets.control,
      }),
    ),
    kept(
      startAsterisk({
        part: parts.asterisk,
        folder,
        sipHost: host,
        sipPort: ports.asteriskSip,
        sipServerHost: host,
        rtpPortLow: ports.rtpLow,
        rtpPortHigh: ports.rtpHigh,
        ariHost: LOOPBACK,
        ariPort: ports.ari,
        ariUsername: ARI_USERNAME,
        ariPassword: secrets.ari,
      }),
    ),
  ] as const;
  await Promise.allSettled(starts);
  const [postgres, redis, edge, asterisk] = await Promise.all(starts);
  await mkdir(join(folder, "prompts"), { recursive: true });
  return { postgres, redis, edge, asterisk };
}

/** The variables of src/config.ts that tell the server where all this is. */
export function serverEnvironment(
  { folder, host, ports, secrets, parts }: Place,
  { postgres, redis, edge }: Base,
): Record<string, string> {
  return {
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    DRACHTIO_HOST: edge.controlHost,
    DRACHTIO_PORT: String(edge.controlPort),
    DRACHTIO_SECRET: secrets.control,
    ARI_LISTEN_HOST: LOOPBACK,
    ARI_LISTEN_PORT: String(ports.ari),
    ARI_USERNAME,
    ARI_PASSWORD: secrets.ari,
    ASTERISK_SIP_ADDRESS: `${host}:${ports.asteriskSip}`,
    SIP_SERVER_ADDRESS: `${host}:${ports.sip}`,
    PROMPTS_DIR: join(folder, "prompts"),
    ESPEAK_NG: parts.espeakNg.command,
    LOG_LEVEL: "info",
  };
}
