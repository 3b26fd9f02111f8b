import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "../../../scripts/command.ts";
import { findFreePorts } from "../../../scripts/free-ports.ts";
import { renderConfiguration } from "../../../scripts/services/asterisk.ts";
import { startChild } from "../../../scripts/services/child.ts";
import { answersSip } from "../../../scripts/services/probes.ts";
import { renderTemplate } from "../../../scripts/services/template.ts";
import { ensureParts, explainMissing, type Parts } from "../../../scripts/setup/index.ts";

/** A real Asterisk, as a trunk of the SIP server under test and as its telephone. */
export interface AsteriskPeer {
  /** host:port for SIP, by UDP and TCP. */
  readonly place: string;
  /** Says something to its console and resolves with the answer; rejects where it refuses. */
  console(command: string): Promise<string>;
  /** The SIP messages of one call, each with its direction (`Received` or `Transmitting`) and its start line first. */
  messages(callId: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
const OWN_CONFIGURATION = join(dirname(fileURLToPath(import.meta.url)), "conf");

/** The password of its user `alice`, and the one it registers with as `asterisk`. */
export const PASSWORD = "open sesame";

/** Starts it, told where the SIP server is; ready when it answers SIP. */
export async function startAsteriskPeer(edge: { readonly sipPort: number }): Promise<AsteriskPeer> {
  const setUp = await ensureParts();
  if (!setUp.ok) throw new Error(explainMissing(setUp.missing));
  const part = setUp.parts.asterisk;
  const folder = await mkdtemp(join(tmpdir(), "fivenines-peer-"));
  // Of these only the one for SIP is free by UDP and by TCP, which this Asterisk speaks too.
  const ports = await findFreePorts(HOST);
  await configure(part, folder, ports, edge.sipPort);
  const conf = join(folder, "etc/asterisk.conf");
  const service = await startChild(
    {
      name: "asterisk",
      command: part.command,
      args: ["-C", conf, "-f"],
      logFile: join(folder, "asterisk.log"),
      cwd: folder,
    },
    {
      probe: async () => (await answersSip(HOST, ports.sip)) && (await listensByTcp(ports.sip)),
      withinMs: 30_000,
    },
  );
  await tell(part.command, conf, folder, "pjsip set logger on");
  return {
    place: `${HOST}:${ports.sip}`,
    console: (command) => tell(part.command, conf, folder, command),
    messages: async (callId) => messagesIn(await readFile(service.logFile, "utf8"), callId),
    close: async () => {
      await service.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Without its TCP port Asterisk goes on by UDP alone. */
function listensByTcp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** Asterisk writes an arrow with direction, size and place above each message. */
function messagesIn(log: string, callId: string): readonly string[] {
  return log
    .replaceAll("\r", "")
    .split(/^<--- /m)
    .filter((text) => text.includes(`\nCall-ID: ${callId}\n`))
    .map((text) => text.replace(/^(\w+).*\n/, "$1 "));
}

async function tell(command: string, conf: string, cwd: string, said: string): Promise<string> {
  const { code, stdout, stderr } = await runCommand(command, ["-C", conf, "-rx", said], { cwd });
  if (code !== 0) throw new Error(`asterisk refused "${said}": ${stdout}${stderr}`);
  return stdout;
}

/** The platform's own configuration, and over it what makes this Asterisk somebody else's. */
async function configure(
  part: Parts["asterisk"],
  folder: string,
  ports: Awaited<ReturnType<typeof findFreePorts>>,
  edgePort: number,
): Promise<void> {
  const etc = join(folder, "etc");
  for (const name of ["etc", "var", "run", "log", "spool"]) await mkdir(join(folder, name));
  await renderConfiguration(
    {
      files: part,
      folder,
      sipHost: HOST,
      sipPort: ports.sip,
      sipServerHost: HOST,
      rtpPortLow: ports.rtpLow,
      rtpPortHigh: ports.rtpHigh,
      ariHost: HOST,
      ariPort: ports.ari,
      ariUsername: "unused",
      ariPassword: "unused",
    },
    etc,
  );
  const values = {
    PEER_HOST: HOST,
    PEER_PORT: String(ports.sip),
    EDGE_HOST: HOST,
    EDGE_PORT: String(edgePort),
    PASSWORD,
  };
  for (const name of await readdir(OWN_CONFIGURATION)) {
    const template = await readFile(join(OWN_CONFIGURATION, name), "utf8");
    await writeFile(join(etc, name), renderTemplate(template, values), { mode: 0o600 });
  }
}
