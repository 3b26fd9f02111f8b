import { randomBytes, randomUUID } from "node:crypto";
import type { Logger } from "pino";
import { startApi } from "./api/index.ts";
import type { Config } from "./config.ts";
import { reloadInTurn } from "./config-reload.ts";
import { Dispatcher } from "./dispatch/index.ts";
import { CallId, TenantId } from "./ids.ts";
import { utterancesOf } from "./ivr/index.ts";
import {
  authenticate,
  connectPostgres,
  credentialsOf,
  explainMigration,
  loadPlatform,
  migrate,
  onConfigChanged,
  postgresHistory,
} from "./storage/postgres/index.ts";
import { connectRedis, redisBindings, redisLiveStore } from "./storage/redis/index.ts";
import { systemClock } from "./system-clock.ts";
import { startSoftswitch } from "./telephony/asterisk/index.ts";
import { startSignalling } from "./telephony/drachtio/index.ts";
import { createSpeech } from "./telephony/speech/index.ts";
import { admit, directoryOf } from "./tenancy/index.ts";

/** The running server. */
export interface Server {
  readonly api: { readonly address: string; readonly port: number };
  /** Takes no new calls, lets live ones finish for up to the configured time, then ends what is left and stops. */
  stop(): Promise<void>;
}

/** Builds every part, joins them and starts them in order: what a call needs first comes up first. */
export async function startServer(config: Config, log: Logger): Promise<Server> {
  const clock = systemClock;
  const postgres = connectPostgres({ url: config.DATABASE_URL, log });
  const migration = await migrate(postgres.db);
  if (!migration.migrated) throw new Error(explainMigration(migration));
  const redis = await connectRedis(config.REDIS_URL, log);
  const bindings = redisBindings({ redis: redis.redis, log, clock });

  const speech = createSpeech({ command: config.ESPEAK_NG, folder: config.PROMPTS_DIR, log });
  const softswitch = await startSoftswitch({
    host: config.ARI_LISTEN_HOST,
    port: config.ARI_LISTEN_PORT,
    username: config.ARI_USERNAME,
    password: config.ARI_PASSWORD,
    application: "fivenines",
    sipServerAddress: `${config.SIP_SERVER_ADDRESS.host}:${config.SIP_SERVER_ADDRESS.port}`,
    mediaFor: (utterance) => speech.mediaFor(utterance),
    log,
  });

  const dispatcher = new Dispatcher({
    softswitch,
    store: redisLiveStore({ redis: redis.redis, log, writer: randomUUID() }),
    history: postgresHistory(postgres.db),
    clock,
    chance: Math.random,
    log,
  });
  softswitch.onEvent((event) => dispatcher.switchSaid(event));

  let directory = directoryOf({ version: 0, operator: TenantId(""), trunks: [], tenants: [], rentals: [] });
  const takeUp = async () => {
    const platform = await loadPlatform(postgres.db, log);
    const flows = platform.tenants.flatMap((tenant) => tenant.flows);
    // Prompts first: a caller who hears the new flow must not wait for its voice.
    await speech.prepare(flows.flatMap(({ graph }) => utterancesOf(graph)));
    await dispatcher.configure(platform);
    directory = directoryOf(platform);
  };
  const reload = reloadInTurn(takeUp, log);
  // Watched before it is first read: a change in between is not missed.
  const watch = await onConfigChanged({ url: config.DATABASE_URL, log }, () => reload.changed());
  await reload.first();

  const signalling = await startSignalling({
    host: config.DRACHTIO_HOST,
    port: config.DRACHTIO_PORT,
    secret: config.DRACHTIO_SECRET,
    switchAddress: config.ASTERISK_SIP_ADDRESS,
    realm: config.SIP_REALM,
    log,
    clock,
    bindings,
    credentials: { lookup: (username) => credentialsOf(postgres.db, username) },
    admission: { admit: (occupancy, arrival) => admit(directory, occupancy, arrival) },
    calls: dispatcher,
    devices: dispatcher,
    ids: {
      callId: () => CallId(`c${randomBytes(16).toString("hex")}`),
      token: () => randomBytes(12).toString("hex"),
    },
  });

  dispatcher.onCallEnded((call) => signalling.callEnded(call));

  const api = await startApi({
    host: config.API_HOST,
    port: config.API_PORT,
    logger: log,
    tokens: { authenticate: (token) => authenticate(postgres.db, token, clock.now()) },
    overview: dispatcher,
    desk: dispatcher,
    readiness: {
      checks: async () => ({
        database: upOrDown(await postgres.healthy()),
        redis: upOrDown(await redis.healthy()),
        sipServer: upOrDown(signalling.connected()),
        softswitch: upOrDown(softswitch.connected()),
      }),
    },
  });

  return {
    api,
    stop: async () => {
      await watch.stop();
      await reload.settled();
      signalling.drain();
      await Promise.race([dispatcher.whenQuiet(), clock.pause(config.DRAIN_SECONDS * 1_000)]);
      await dispatcher.stop();
      await api.stop();
      await signalling.stop();
      await softswitch.stop();
      await redis.stop();
      await postgres.stop();
    },
  };
}

function upOrDown(up: boolean): "up" | "down" {
  return up ? "up" : "down";
}
