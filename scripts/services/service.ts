import { readFileSync } from "node:fs";

/** A running service of the platform. */
export interface Service {
  /** Short and stable, as "postgres"; also the name of its log file. */
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when its process has ended, whoever ended it. */
  readonly exited: Promise<ServiceExit>;
  /** Ends it: politely first, by force when it takes too long. Safe to repeat; resolves when it is gone. */
  stop(): Promise<void>;
  /** Ends it by force, now. */
  kill(): Promise<void>;
}

/** How a service ended, and whether we had asked for it. */
export interface ServiceExit {
  readonly asked: boolean;
  readonly how: string;
}

/** A service did not come up. The message names it and quotes the end of its log. */
export class ServiceFailed extends Error {
  readonly service: string;
  readonly logFile: string;

  constructor(service: string, what: string, logFile: string) {
    super(`${service} ${what}. The end of its log (${logFile}):\n${lastLines(logFile)}`);
    this.name = "ServiceFailed";
    this.service = service;
    this.logFile = logFile;
  }
}

/** The last lines of a log file, each indented; says so where there is none. */
export function lastLines(file: string, count = 12): string {
  let text = "";
  try {
    text = readFileSync(file, "utf8").trim();
  } catch {
    // No log was begun.
  }
  if (text === "") return "  (empty)";
  const lines = text.split("\n").slice(-count);
  return lines.map((line) => `  ${line}`).join("\n");
}
