import { readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";

/** Secrets that the database keeps only as hashes, in a file for those who must type them somewhere. */
export const Credentials = z.strictObject({
  /** SIP user name → password. */
  passwords: z.record(z.string(), z.string()).default({}),
  /** Tenant's key → token of its administrator. */
  tokens: z.record(z.string(), z.string()).default({}),
});
export type Credentials = z.infer<typeof Credentials>;

/** Reads the file; none yet is empty. Throws with the file's name on one that is not such a file. */
export async function readCredentials(file: string): Promise<Credentials> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "{}";
    throw error;
  });
  try {
    return Credentials.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${file} is not a file of credentials: mend it, or name another`, { cause });
  }
}

/** Replaces the file as a whole; only its owner may read it. */
export async function writeCredentials(file: string, credentials: Credentials): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify(credentials, undefined, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}
