/** What stands in for containers: where SIPp is, and which machines there are. */
export interface Surroundings {
  readonly sipp: string;
  /** Address of each machine by name. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Folder with the scenarios, moved to the loopback network. */
  readonly scenarios: string;
  /** Where SIPp writes what it did not expect. */
  readonly errorFile: string;
}

/** A SIPp to start, and the name by which others may find it. */
export interface SippCommand {
  readonly name: string | undefined;
  readonly args: readonly string[];
}

const IMAGE = "drachtio/sipp";
const THEIR_SCENARIOS = "/tmp/scenarios/";

/** Turns `docker run … drachtio/sipp sipp …` into SIPp's own arguments; undefined for every other command. */
export function sippCommand(
  docker: readonly string[],
  address: string,
  around: Surroundings,
): SippCommand | undefined {
  const image = docker.indexOf(IMAGE);
  if (docker[0] !== "run" || image < 0 || docker[image + 1] !== "sipp") return undefined;
  const nameAt = docker.indexOf("--name");
  const given = docker.slice(image + 2).map((argument) => translated(argument, around));
  return {
    name: nameAt > 0 && nameAt < image ? docker[nameAt + 1] : undefined,
    args: [...ownPlace(address), "-trace_err", "-error_file", around.errorFile, ...given],
  };
}

/** Beside SIP and media, SIPp opens a port to be controlled by; it must not meet another SIPp's. */
export function ownPlace(address: string): readonly string[] {
  return ["-i", address, "-mi", address, "-ci", address, "-p", "5060"];
}

function translated(argument: string, { addresses, scenarios }: Surroundings): string {
  if (argument.startsWith(THEIR_SCENARIOS)) return `${scenarios}/${argument.slice(THEIR_SCENARIOS.length)}`;
  const address = addresses[argument];
  return address === undefined ? argument : `${address}:5060`;
}
