import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import process from "node:process";
import { z } from "zod";
import { sippCommand } from "./docker-command.ts";

/** Stands first on PATH as `docker` while the library's tests run; its surroundings are in DOCKER_STAND_IN. */
const Surroundings = z.object({
  sipp: z.string(),
  addresses: z.record(z.string(), z.string()),
  scenarios: z.string(),
  /** Folder for what SIPp did not expect. */
  errors: z.string(),
  /** Folder in which a file named after a machine holds its address. */
  names: z.string(),
});

/** A loopback address that no other living process has: the process id has at most 22 bits. */
function ownAddress(pid: number): string {
  return `127.${64 + ((pid >> 16) & 63)}.${(pid >> 8) & 255}.${pid & 255}`;
}

const around = Surroundings.parse(JSON.parse(process.env["DOCKER_STAND_IN"] ?? "{}"));
const address = ownAddress(process.pid);
const errorFile = `${around.errors}/caller-${process.pid}.log`;
const command = sippCommand(process.argv.slice(2), address, { ...around, errorFile });
if (command) {
  if (command.name !== undefined) writeFileSync(`${around.names}/${command.name}`, address);
  const child = spawn(around.sipp, command.args, { stdio: "inherit" });
  await once(child, "exit");
  process.exitCode = child.exitCode ?? 1;
}
