import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Credentials, readCredentials } from "../src/credentials-file.ts";
import { PlatformDocument } from "../src/tenancy/index.ts";
import { runCommand } from "./command.ts";
import { projectFolder } from "./folders.ts";
import type { Platform } from "./services/platform.ts";

const documentFile = join(projectFolder, "example", "platform.json");
const takenUpWithinMs = 60_000;

/** The example tenants in a running platform, and what a person or a robot needs to use them. */
export interface Example {
  readonly document: PlatformDocument;
  readonly credentials: Credentials;
  /** What to register and what to dial, line by line, ready to print. */
  readonly lines: readonly string[];
}

/** Whether an earlier start of this instance loaded the example: its tenants are still there. */
export function exampleWasLoaded({ folder }: Pick<Platform, "folder">): boolean {
  return existsSync(credentialsFileOf(folder));
}

function credentialsFileOf(folder: string): string {
  return join(folder, "credentials.json");
}

/**
 * Loads the example tenants into a running platform and waits until it answers for them; loading them again changes
 * nothing. Throws, saying why, when the platform does not take them.
 */
export async function loadExample(platform: Platform): Promise<Example> {
  const document = PlatformDocument.parse(JSON.parse(await readFile(documentFile, "utf8")));
  const credentialsFile = credentialsFileOf(platform.folder);
  const loading = await runCommand(
    process.execPath,
    [join(projectFolder, "src", "load.ts"), documentFile, "--credentials", credentialsFile],
    { env: { ...process.env, ...platform.serverEnv } },
  );
  if (loading.code !== 0) throw new Error(`the example was not loaded:\n${loading.stderr}${loading.stdout}`);
  const credentials = await readCredentials(credentialsFile);
  await takenUp(platform, document, credentials);
  return { document, credentials, lines: describe(platform, document, credentials, credentialsFile) };
}

/** The server makes the prompts first, and then answers for the tenants. */
async function takenUp(
  platform: Platform,
  { tenants }: PlatformDocument,
  { tokens }: Credentials,
): Promise<void> {
  const deadline = Date.now() + takenUpWithinMs;
  for (const { key } of tenants) {
    while (!(await answersFor(platform, tokens[key] ?? ""))) {
      if (Date.now() > deadline) {
        throw new Error(
          `the server did not take up the tenant ${key} within ${takenUpWithinMs / 1_000} s; see ${platform.services.server.logFile}`,
        );
      }
      await pause(100);
    }
  }
}

async function answersFor({ host, ports }: Platform, token: string): Promise<boolean> {
  const response = await fetch(`http://${host}:${ports.api}/v1/agents`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return response.ok;
}

function describe(
  { host, ports }: Platform,
  { tenants, trunks }: PlatformDocument,
  { passwords, tokens }: Credentials,
  credentialsFile: string,
): readonly string[] {
  return [
    `坐席注册 · agents register at sip:${host}:${ports.sip}`,
    ...tenants.flatMap(({ name, numbers, agents }) => [
      `  ${name}  ${numbers.map(({ number }) => number).join(", ")}`,
      ...agents.map(
        ({ name: agent, sipUsername }) =>
          `    ${agent.padEnd(6)}  ${sipUsername.padEnd(12)} ${passwords[sipUsername] ?? "?"}`,
      ),
    ]),
    `拨打 · dial   ${tenants.flatMap(({ numbers }) => numbers.map(({ number }) => `sip:${number}@${host}:${ports.sip}`)).join("  ")}`,
    ...trunks.flatMap(({ sipUsername }) =>
      sipUsername === undefined
        ? []
        : [
            `  从别的机器拨打时以此注册 · to dial from another machine, register as  ${sipUsername} ${passwords[sipUsername] ?? "?"}`,
          ],
    ),
    "管理令牌 · administrators' tokens",
    ...tenants.map(({ key, name }) => `  ${name}  ${tokens[key] ?? "?"}`),
    `  (${credentialsFile})`,
  ];
}
