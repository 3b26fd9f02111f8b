import { createSocket } from "node:dgram";
import { join } from "node:path";
import { startChild } from "../../../scripts/services/child.ts";
import type { Service } from "../../../scripts/services/service.ts";
import { ownPlace } from "./docker-command.ts";
import type { StandFolders } from "./stand-folders.ts";
import type { Answerer } from "./testbed.ts";

/** Starts a SIPp that takes calls by its scenario until it is killed; ready when it has bound its port. */
export function startAnswerer(
  sipp: string,
  { name, address, scenario }: Answerer,
  folders: StandFolders,
): Promise<Service> {
  const errors = ["-trace_err", "-error_file", join(folders.errors, `${name}.log`)];
  return startChild(
    {
      name,
      command: sipp,
      args: ["-sf", join(folders.scenarios, scenario), ...ownPlace(address), ...errors, "-nostdin"],
      logFile: join(folders.logs, `${name}.log`),
      cwd: folders.logs,
    },
    { probe: () => isBound(address), withinMs: 20_000 },
  );
}

function isBound(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.once("error", () => {
      socket.close();
      resolve(true);
    });
    socket.bind({ address, port: 5060, exclusive: true }, () => socket.close(() => resolve(false)));
  });
}
