import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Credentials } from "../src/credentials-file.ts";
import { PlatformDocument } from "../src/tenancy/index.ts";
import { projectFolder } from "./folders.ts";
import { credentialsFileOf, loadDocument, takenUp } from "./load-document.ts";
import type { Platform } from "./services/platform.ts";

const documentFile = join(projectFolder, "example", "platform.json");

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

/**
 * Loads the example tenants into a running platform and waits until it answers for them; loading them again changes
 * nothing. Throws, saying why, when the platform does not take them.
 */
export async function loadExample(platform: Platform): Promise<Example> {
  const document = PlatformDocument.parse(JSON.parse(await readFile(documentFile, "utf8")));
  const databaseUrl = platform.services.postgres.url;
  const credentials = await loadDocument({ folder: platform.folder, databaseUrl }, documentFile);
  const keys = document.tenants.map(({ key }) => key);
  await takenUp(platform.services.server.apiUrl, keys, credentials);
  return { document, credentials, lines: describe(platform, document, credentials) };
}

function describe(
  { host, ports, folder }: Platform,
  { tenants, trunks }: PlatformDocument,
  { passwords, tokens }: Credentials,
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
    `  (${credentialsFileOf(folder)})`,
  ];
}
