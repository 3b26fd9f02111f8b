import { Writable } from "node:stream";
import { type Logger, pino } from "pino";

/** A logger that keeps what it wrote. */
export interface RecordedLog {
  readonly logger: Logger;
  written(): string;
}

export function recordedLog(): RecordedLog {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { logger: pino({ level: "trace" }, stream), written: () => lines.join("") };
}
