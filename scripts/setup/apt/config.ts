/** Where one private apt works: nothing of the machine's own package state is read or written. */
export interface AptPlace {
  /** Absolute folder for sources, lists, archives and state. */
  readonly folder: string;
  /** Debian's name of the processor, as "amd64". */
  readonly architecture: string;
}

/** The machine's own settings on how to reach a mirror (proxies, certificates, retries) are kept, all others left. */
const KEPT = /^Acquire::(?:https?::|Retries |Check-Date |ForceIPv[46] )/;

/** The lines of `apt-config dump` that say how to reach a mirror. */
export function networkSettings(dump: string): string[] {
  return dump.split("\n").filter((line) => KEPT.test(line));
}

/** The text of an apt.conf under which apt works in `place` alone, needs no root and knows of no installed package. */
export function renderAptConf(place: AptPlace, network: readonly string[]): string {
  const { folder, architecture } = place;
  return [
    ...network,
    `Dir "${folder}";`,
    `Dir::Etc "${folder}/etc";`,
    `Dir::Etc::sourcelist "${folder}/sources.list";`,
    'Dir::Etc::sourceparts "-";',
    `Dir::State "${folder}/state";`,
    `Dir::State::lists "${folder}/lists";`,
    `Dir::State::status "${folder}/status";`,
    `Dir::Cache "${folder}/cache";`,
    `Dir::Log "${folder}/log";`,
    `APT::Architecture "${architecture}";`,
    `APT::Architectures { "${architecture}"; };`,
    'APT::Sandbox::User "";',
    'APT::Install-Recommends "false";',
    'Acquire::Languages "none";',
    // A mirror may be a snapshot some weeks old. Signatures are checked all the same.
    'Acquire::Check-Valid-Until "false";',
    "",
  ].join("\n");
}

/** One signed source. */
export function renderSource(mirror: string, suite: string, keyring: string): string {
  return `deb [signed-by=${keyring}] ${mirror} ${suite} main\n`;
}
