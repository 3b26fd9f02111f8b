import { pino } from "pino";
import { Environment, readConfig } from "./config.ts";
import { startServer } from "./server.ts";

/** The server's process: configuration in, signals in, exit codes out. */
const read = readConfig(Environment, process.env);
if (!read.ok) {
  for (const fault of read.faults) console.error(`configuration: ${fault}`);
  process.exit(2);
}

const log = pino({
  level: read.config.LOG_LEVEL,
  redact: { paths: ["caller", "*.caller", "password", "*.password", "authorization", "*.authorization"] },
  serializers: { error: pino.stdSerializers.err },
});

try {
  const server = await startServer(read.config, log);
  log.info({ api: server.api }, "ready");
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (stopping) {
        log.warn({ signal }, "second signal: stopping at once");
        process.exit(1);
      }
      stopping = true;
      log.info({ signal }, "draining: no new calls");
      server.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ error }, "stopped with a fault");
          process.exit(1);
        },
      );
    });
  }
} catch (error) {
  log.fatal({ error }, "could not start");
  process.exit(1);
}
