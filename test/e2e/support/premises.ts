import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type LoadPlace, loadDocument } from "../../../scripts/load-document.ts";
import type { Platform } from "../../../scripts/services/platform.ts";
import type { Credentials } from "../../../src/credentials-file.ts";
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

/** Loads a document that is made here. Resolves before the server has taken it up. */
export async function load(place: LoadPlace, document: PlatformDocument): Promise<Credentials> {
  const documentFile = join(place.folder, "document.json");
  await writeFile(documentFile, JSON.stringify(document));
  return loadDocument(place, documentFile);
}
