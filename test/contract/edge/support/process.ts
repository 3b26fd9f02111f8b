import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const MAIN = fileURLToPath(new URL("../../../../src/edge/main.ts", import.meta.url));

export interface Started {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly complaint: () => string;
}

/** The server as a process of its own, with nothing in its environment but what is given. */
export function start(environment: Readonly<Record<string, string>>): Started {
  const child = spawn(process.execPath, [MAIN], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (text: Buffer) => {
    complaint += text.toString();
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, complaint: () => complaint };
}

/** The line in which it says that it listens, and the ports in it. */
export async function listening({
  child,
}: Started): Promise<{ line: unknown; port: (name: string) => number }> {
  const [text]: unknown[] = await once(child.stdout, "data");
  const line: unknown = JSON.parse(String(text).split("\n", 1)[0] ?? "");
  return { line, port: (name) => Number(new RegExp(`"${name}":(\\d+)`).exec(String(text))?.[1]) };
}
