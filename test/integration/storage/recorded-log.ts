import type { Log } from "../../../src/dispatch/index.ts";

export interface LogLine {
  readonly level: "info" | "warn" | "error";
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A log whose lines a test can read and wait for. */
export interface RecordedLog extends Log {
  readonly lines: readonly LogLine[];
  /** Resolves with the first line, past or to come, whose message contains the text. */
  line(containing: string): Promise<LogLine>;
}

export function recordedLog(): RecordedLog {
  const lines: LogLine[] = [];
  const waiting = new Set<(line: LogLine) => void>();
  const take = (level: LogLine["level"]) => (fields: LogLine["fields"], message: string) => {
    const line = { level, fields, message };
    lines.push(line);
    for (const wait of waiting) wait(line);
  };
  return {
    lines,
    info: take("info"),
    warn: take("warn"),
    error: take("error"),
    line: (containing) =>
      new Promise((resolve) => {
        const past = lines.find(({ message }) => message.includes(containing));
        if (past !== undefined) return resolve(past);
        const wait = (line: LogLine): void => {
          if (!line.message.includes(containing)) return;
          waiting.delete(wait);
          resolve(line);
        };
        waiting.add(wait);
      }),
  };
}
