import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answererScenario } from "./scenarios.ts";

/** Has SIPp answer calls on a free port while something is measured; `measure` is given its SIP URI. */
export async function withAnswerer<T>(sipp: string, measure: (uri: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "fivenines-answerer-"));
  await writeFile(join(folder, "answerer.xml"), answererScenario());
  const port = await freePort();
  const args = ["-sf", "answerer.xml", "-i", "127.0.0.1", "-p", String(port), "-t", "u1", "-nostdin", "-nd"];
  const child = spawn(sipp, args, { cwd: folder, stdio: "ignore" });
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  try {
    await once(child, "spawn");
    return await measure(`sip:answerer@127.0.0.1:${port}`);
  } finally {
    process.off("exit", kill);
    const gone = once(child, "exit");
    kill();
    await gone;
    await rm(folder, { recursive: true, force: true });
  }
}

/** SIPp cannot be asked which port it was given. */
async function freePort(): Promise<number> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  await new Promise<void>((resolve) => {
    socket.close(resolve);
  });
  return port;
}
