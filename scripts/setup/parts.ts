import { isAtLeast, type Version } from "./version.ts";

/** A program the project runs but does not bring through npm. */
export type PartName = "asterisk" | "sipp" | "redis-server" | "espeak-ng";

/** A telephone of others that only tests need, fetched when one of them asks for it. */
export type PeerName = "baresip" | "chromium";

/** What a part is, when one found on the machine is good enough, and where to get one. */
export interface PartSpec {
  readonly name: PartName | PeerName;
  /** For people: "Asterisk 22". */
  readonly title: string;
  /** Arguments with which the program tells its version. */
  readonly versionArguments: readonly string[];
  readonly suits: (version: Version) => boolean;
  /** For people: which versions suit. */
  readonly suitable: string;
  /** Debian packages whose files make up the part; libraries are found from what they link. */
  readonly packages: readonly string[];
  /** The program's path inside the packages. */
  readonly program: string;
  /** Further files of the packages, as loaded by the program, whose libraries must be there too. */
  readonly loaded?: readonly string[];
  /**
   * For a program that seeks its files beside /proc/self/exe, which is the linker here: the linker is put beside it.
   * It would start itself again by that path too; this option tells it to use the part's script.
   */
  readonly restartOption?: string;
  /** Folders and files of the packages that nothing here reads, beside documentation. */
  readonly unneeded: readonly string[];
  /** The package to install by hand where fetching is not possible. */
  readonly byHand: string;
}

export const partSpecs: Readonly<Record<PartName, PartSpec>> = {
  asterisk: {
    name: "asterisk",
    title: "Asterisk 22",
    versionArguments: ["-V"],
    suits: ([first]) => first === 22,
    suitable: "version 22 with music on hold",
    packages: ["asterisk", "asterisk-modules", "asterisk-moh-opsound-wav"],
    program: "usr/sbin/asterisk",
    unneeded: [
      "usr/share/asterisk/phoneprov",
      "usr/share/asterisk/firmware",
      "usr/share/asterisk/static-http",
    ],
    byHand: "asterisk, with asterisk-moh-opsound-wav",
  },
  sipp: {
    name: "sipp",
    title: "SIPp",
    versionArguments: ["-v"],
    suits: (version) => isAtLeast(version, [3, 6]),
    suitable: "3.6 or later",
    packages: ["sip-tester"],
    program: "usr/bin/sipp",
    unneeded: [],
    byHand: "sip-tester",
  },
  "redis-server": {
    name: "redis-server",
    title: "Redis",
    versionArguments: ["--version"],
    suits: (version) => isAtLeast(version, [7]),
    suitable: "7 or later",
    packages: ["redis-server", "redis-tools"],
    program: "usr/bin/redis-server",
    unneeded: [],
    byHand: "redis-server",
  },
  "espeak-ng": {
    name: "espeak-ng",
    title: "eSpeak NG",
    versionArguments: ["--version"],
    suits: (version) => isAtLeast(version, [1]),
    suitable: "one with the Mandarin voice cmn",
    packages: ["espeak-ng", "espeak-ng-data"],
    program: "usr/bin/espeak-ng",
    unneeded: [],
    byHand: "espeak-ng",
  },
};

/** Every part, in the order in which they are set up. */
export const partNames: readonly PartName[] = ["asterisk", "sipp", "redis-server", "espeak-ng"];
