import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const Secret = z.string().regex(/^[A-Za-z0-9_-]{20,}$/);
const Secrets = z.object({ control: Secret, ari: Secret, postgres: Secret, redis: Secret });

/** The passwords by which the services of one instance know one another. */
export type Secrets = Readonly<z.infer<typeof Secrets>>;

/** The instance's passwords: made the first time, the same ever after, readable by the owner alone. */
export async function loadSecrets(folder: string): Promise<Secrets> {
  const file = join(folder, "secrets.json");
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text !== undefined) return Secrets.parse(JSON.parse(text));
  const secrets = { control: makeSecret(), ari: makeSecret(), postgres: makeSecret(), redis: makeSecret() };
  await writeFile(`${file}.draft`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  await rename(`${file}.draft`, file);
  return secrets;
}

/** 192 random bits in letters that need no quoting in a URL or a configuration file. */
function makeSecret(): string {
  return randomBytes(24).toString("base64url");
}
