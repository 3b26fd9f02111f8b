import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { onTestFinished } from "vitest";
import { startChild } from "../../../scripts/services/child.ts";
import { ensurePeer, explainMissing } from "../../../scripts/setup/index.ts";
import { configuration } from "./configuration.ts";
import { Control, type Happening } from "./control.ts";

/** A real baresip with an account, on a loopback address of its own. */
export interface Baresip {
  /** Its address; SIP is on port 5060, by TLS on 5061. */
  readonly host: string;
  /** A command of its console, without the slash. */
  command(name: string, params?: string): Promise<string>;
  /** The next thing of that type that it tells. */
  happens(type: string): Promise<Happening>;
  /** All it logged, SIP messages included. */
  log(): Promise<string>;
}

let started = 0;

/** A loopback address that no other process and no other phone of this one has: process ids have at most 22 bits. */
function ownAddress(): string {
  const first = 128 + ((process.pid >> 16) & 63);
  started += 1;
  // Each process has four addresses in a row; a test ends its phones, so they may be had again.
  const last = ((process.pid & 63) << 2) | (started & 3);
  return `127.${first}.${(process.pid >> 6) & 255}.${last}`;
}

/** Starts one that ends with the test; `caFile` holds the certificates it trusts. Ready when it takes commands. */
export async function startBaresip(caFile?: string): Promise<Baresip> {
  const setUp = await ensurePeer("baresip");
  if (!setUp.ok) throw new Error(explainMissing(setUp.missing));
  const { command, root } = setUp.peer;
  const host = ownAddress();
  const folder = await mkdtemp(join(tmpdir(), "fivenines-baresip-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "config"), configuration(host, modulesBelow(root), caFile));
  await writeFile(join(folder, "accounts"), "");
  await writeFile(join(folder, "contacts"), "");
  const found: { socket?: Socket } = {};
  const service = await startChild(
    {
      name: "baresip",
      command,
      args: ["-f", folder, "-s", "-v"],
      logFile: join(folder, "baresip.log"),
      cwd: folder,
    },
    {
      probe: async () => {
        found.socket = await dialled(host);
        return true;
      },
      withinMs: 10_000,
    },
  );
  onTestFinished(() => service.kill());
  if (!found.socket) throw new Error("baresip takes no commands");
  const control = new Control(found.socket);
  onTestFinished(() => control.close());
  return {
    host,
    command: (name, params) => control.command(name, params),
    happens: (type) => control.happenings.take((it) => it.type === type, `${type} of baresip`),
    log: () => readFile(service.logFile, "utf8"),
  };
}

async function dialled(host: string): Promise<Socket> {
  const socket = connect({ host, port: 4444 });
  await once(socket, "connect");
  return socket;
}

function modulesBelow(root: string): string {
  const folders = ["usr/lib", "usr/lib/x86_64-linux-gnu", "usr/lib/aarch64-linux-gnu", "usr/local/lib"];
  const found = folders.map((folder) => join(root || "/", folder, "baresip/modules")).find(existsSync);
  if (found === undefined) throw new Error(`there are no modules of baresip below ${root || "/"}`);
  return found;
}
