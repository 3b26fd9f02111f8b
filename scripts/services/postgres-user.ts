import { existsSync, readFileSync, statSync } from "node:fs";
import { chown } from "node:fs/promises";
import { findOnPath, runCommand } from "../command.ts";

/** As whom PostgreSQL runs. It refuses to be root, for a fault in it would then be a fault in everything. */
export interface PostgresUser {
  /** What starts its programs, as ["unshare", …]; empty where they run as we do. */
  readonly launcher: readonly string[];
  /** The user its files must belong to; undefined: whoever makes them. */
  readonly owner: number | undefined;
}

/**
 * Finds a user under whom PostgreSQL can work in `folder`, by trying: ourselves; else a user namespace, in which we
 * appear as another user and the files stay our own; else, where a container forbids that, another user who may still
 * pass through folders that are root's alone. Undefined where none works: we are root and may become nobody else.
 */
export async function findPostgresUser(folder: string, data: string): Promise<PostgresUser | undefined> {
  for (const user of usersToTry(existsSync(data) ? statSync(data).uid : undefined)) {
    if (await canWork(user, folder, data)) return user;
  }
  return undefined;
}

function usersToTry(dataOwner: number | undefined): PostgresUser[] {
  const other = unprivilegedUser(readFileSync("/etc/passwd", "utf8"));
  const unshare = findOnPath("unshare");
  const setpriv = findOnPath("setpriv");
  const users: PostgresUser[] = [{ launcher: [], owner: undefined }];
  if (other === undefined) return users;
  if (unshare !== undefined) {
    users.push({
      launcher: [unshare, "--user", `--map-user=${other}`, `--map-group=${other}`],
      owner: undefined,
    });
  }
  if (setpriv !== undefined) {
    const owner = dataOwner === undefined || dataOwner === 0 ? other : dataOwner;
    const ids = [`--reuid=${owner}`, `--regid=${owner}`, "--clear-groups"];
    // no_setuid_fixup: the right to pass counts for access(2) too, by which PostgreSQL looks for its own files.
    const mayPass = [
      "--inh-caps=+dac_override",
      "--ambient-caps=+dac_override",
      "--securebits=+no_setuid_fixup",
    ];
    users.push({ launcher: [setpriv, ...ids, ...mayPass], owner });
  }
  return users;
}

/** The number of a user without rights, from /etc/passwd: initdb asks for the name of whoever runs it. */
export function unprivilegedUser(passwd: string): number | undefined {
  const users = passwd.split("\n").map((line) => line.split(":"));
  const nobody = users.find(([name]) => name === "nobody") ?? users.find(([, , uid]) => Number(uid) > 0);
  return nobody?.[2] === undefined ? undefined : Number(nobody[2]);
}

/** Whether this user has a number and a name, may write to the folder, and owns the data where there are any. */
async function canWork({ launcher }: PostgresUser, folder: string, data: string): Promise<boolean> {
  const question =
    'test "$(id -u)" != 0 && id -un >/dev/null && test -w "$1" && { test ! -e "$2" || { test -O "$2" && test -w "$2"; }; }';
  const [command, ...args] = [...launcher, "sh", "-c", question, "sh", folder, data];
  return command !== undefined && (await runCommand(command, args)).code === 0;
}

/** Hands a file or folder to the user. */
export async function giveTo({ owner }: PostgresUser, path: string): Promise<void> {
  if (owner !== undefined) await chown(path, owner, owner);
}
