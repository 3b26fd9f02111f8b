import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../../../scripts/command.ts";
import { projectFolder } from "../../../scripts/folders.ts";
import type { Platform } from "../../../scripts/services/platform.ts";
import { type Credentials, readCredentials } from "../../../src/credentials-file.ts";
import type { PlatformDocument } from "../../../src/tenancy/index.ts";

/** What a story must know of a running platform. Plain data: it is handed from the process that started it to the tests. */
export interface Premises {
  readonly host: string;
  readonly sipPort: number;
  readonly apiUrl: string;
  readonly databaseUrl: string;
  readonly folder: string;
  readonly promptsFolder: string;
  readonly document: PlatformDocument;
  readonly credentials: Credentials;
  /** The sipp command. */
  readonly sipp: string;
  readonly redisPid: number;
}

/** Where a platform is, and what was loaded into it. */
export function premisesOf(
  platform: Platform,
  sipp: string,
  document: PlatformDocument,
  credentials: Credentials,
): Premises {
  const { host, ports, folder, serverEnv, services } = platform;
  return {
    host,
    sipPort: ports.sip,
    apiUrl: services.server.apiUrl,
    databaseUrl: services.postgres.url,
    folder,
    promptsFolder: serverEnv["PROMPTS_DIR"] ?? "",
    document,
    credentials,
    sipp,
    redisPid: services.redis.pid,
  };
}

/** Loads a document as an operator would, by `src/load.ts`. Resolves before the server has taken it up. */
export async function load(
  place: Pick<Premises, "folder" | "databaseUrl">,
  document: PlatformDocument,
): Promise<Credentials> {
  const documentFile = join(place.folder, "document.json");
  const credentialsFile = join(place.folder, "credentials.json");
  await writeFile(documentFile, JSON.stringify(document));
  const { code, stdout, stderr } = await runCommand(
    process.execPath,
    [join(projectFolder, "src", "load.ts"), documentFile, "--credentials", credentialsFile],
    { env: { ...process.env, DATABASE_URL: place.databaseUrl } },
  );
  if (code !== 0) throw new Error(`the document was not loaded:\n${stderr}${stdout}`);
  return readCredentials(credentialsFile);
}
