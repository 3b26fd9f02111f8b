/**
 * The Debian mirror that the machine itself uses, from the addresses printed by `apt-get update --print-uris`
 * ('http://host/debian/dists/bookworm/InRelease' …). Security and third-party archives do not carry other suites.
 * Undefined where its sources name none.
 */
export function mirrorFrom(printedUris: string): string | undefined {
  const bases = [...printedUris.matchAll(/^'((?:https?|file):[^']*?)\/+dists\//gm)].map(
    (found) => found[1] ?? "",
  );
  return bases.find((base) => base.endsWith("/debian"));
}
