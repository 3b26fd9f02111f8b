import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Credentials, readCredentials } from "../src/credentials-file.ts";
import { runCommand } from "./command.ts";
import { projectFolder } from "./folders.ts";

const takenUpWithinMs = 60_000;

/** Where a platform keeps its files, and its database. */
export interface LoadPlace {
  readonly folder: string;
  readonly databaseUrl: string;
}

/** The file in a platform's folder with the passwords and tokens of what was loaded into it. */
export function credentialsFileOf(folder: string): string {
  return join(folder, "credentials.json");
}

/**
 * Loads a platform document as an operator would, by `src/load.ts`. Resolves before a running server has taken it up;
 * throws with the command's own words when it is refused.
 */
export async function loadDocument(place: LoadPlace, documentFile: string): Promise<Credentials> {
  const credentialsFile = credentialsFileOf(place.folder);
  const { code, stdout, stderr } = await runCommand(
    process.execPath,
    [join(projectFolder, "src", "load.ts"), documentFile, "--credentials", credentialsFile],
    { env: { ...process.env, DATABASE_URL: place.databaseUrl } },
  );
  if (code !== 0) throw new Error(`${documentFile} was not loaded:\n${stderr}${stdout}`);
  return readCredentials(credentialsFile);
}

/** Resolves when the server answers for these tenants: it makes their prompts first. Throws after a minute. */
export async function takenUp(
  apiUrl: string,
  keys: readonly string[],
  { tokens }: Credentials,
): Promise<void> {
  const deadline = Date.now() + takenUpWithinMs;
  for (const key of keys) {
    while (!(await answersFor(apiUrl, tokens[key] ?? ""))) {
      if (Date.now() > deadline)
        throw new Error(`the server did not take up the tenant ${key} within ${takenUpWithinMs / 1_000} s`);
      await pause(100);
    }
  }
}

async function answersFor(apiUrl: string, token: string): Promise<boolean> {
  const response = await fetch(`${apiUrl}/v1/agents`, { headers: { authorization: `Bearer ${token}` } });
  await response.body?.cancel();
  return response.ok;
}
