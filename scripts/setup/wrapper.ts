/** How a fetched program is started: by the dynamic linker that came with it, on the libraries that came with it. */
export interface FetchedProgram {
  /** Paths inside the fetched tree, relative to its root. */
  readonly linker: string;
  readonly libraryFolders: readonly string[];
  readonly program: string;
  /** An option that tells the program by which script, relative to this one's folder, to start itself again. */
  readonly restart?: { readonly script: string; readonly option: string };
}

/** Environment variables that lead a program to data it would otherwise seek under /usr; values relative to the root. */
export type DataFolders = Readonly<Record<string, string>>;

/**
 * A shell script that starts a program of a fetched tree. It finds the tree from its own place (`rootFromHere` is
 * relative to the script's folder), so the project may be moved; every path is quoted, so it may have spaces.
 */
export function fetchedWrapper(rootFromHere: string, fetched: FetchedProgram, data: DataFolders): string {
  const libraries = fetched.libraryFolders.map((folder) => `$root/${folder}`).join(":");
  const restart = fetched.restart;
  const again = restart === undefined ? "" : ` ${restart.option}="$(dirname -- "$root")/${restart.script}"`;
  return [
    "#!/bin/sh",
    `root=$(CDPATH= cd -- "$(dirname -- "$0")/${rootFromHere}" && pwd) || exit 1`,
    ...Object.entries(data).map(([name, folder]) => `export ${name}="$root/${folder}"`),
    `exec "$root/${fetched.linker}" --inhibit-cache --library-path "${libraries}" "$root/${fetched.program}"${again} "$@"`,
    "",
  ].join("\n");
}

/** A shell script that starts a program of the machine's own. */
export function machineWrapper(command: string): string {
  return `#!/bin/sh\nexec '${command.replaceAll("'", String.raw`'\''`)}' "$@"\n`;
}
