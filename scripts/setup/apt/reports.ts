/** The sizes in bytes of the files that apt would fetch, from `--print-uris`: 'uri' name size hash. */
export function downloadSizes(printed: string): number[] {
  return [...printed.matchAll(/^'[^']+' \S+ (\d+)/gm)].map(([, bytes]) => Number(bytes));
}

/** The package that a line of `apt-get download` says is being fetched: "Get:3 http://… forky/main amd64 redis-tools …". */
export function fetchedPackage(line: string): string | undefined {
  return /^Get:\d+ \S+ \S+ \S+ (\S+)/.exec(line)?.[1];
}

/** The real packages named by `apt-cache depends`; virtual ones come in angle brackets and are left out. */
export function readDepends(printed: string): string[] {
  const names = printed.split("\n").map((line) => line.replace(/^[ |]*(?:(?:Pre)?Depends: )?/, "").trim());
  return [...new Set(names)].filter((name) => /^[a-z0-9][a-z0-9.+-]*$/.test(name));
}

/** What apt says went wrong: its errors, else its warnings, else the last lines of all. */
export function aptComplaint(text: string): string {
  const lines = [...new Set(text.trim().split("\n").filter(Boolean))];
  const errors = lines.filter((line) => line.startsWith("E: "));
  const warnings = lines.filter((line) => line.startsWith("W: "));
  return (errors.length > 0 ? errors : warnings.length > 0 ? warnings : lines).slice(-4).join("\n");
}
