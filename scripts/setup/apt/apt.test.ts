import { describe, expect, it } from "vitest";
import { networkSettings, renderAptConf } from "./config.ts";
import { mirrorFrom } from "./mirror.ts";
import { aptComplaint, downloadSizes, fetchedPackage, readDepends } from "./reports.ts";

describe("the private apt", () => {
  it("keeps the machine's way to a mirror and nothing that could run a command", () => {
    const dump = [
      'Acquire::http::Proxy "http://proxy:3128";',
      'Acquire::Retries "3";',
      'Acquire::AllowInsecureRepositories "1";',
      'APT::Update::Post-Invoke:: "rm -f /var/cache/apt/archives/*.deb";',
    ].join("\n");
    expect(networkSettings(dump)).toEqual([
      'Acquire::http::Proxy "http://proxy:3128";',
      'Acquire::Retries "3";',
    ]);
  });

  it("works in its own folder, even one with spaces, and for one processor", () => {
    const text = renderAptConf({ folder: "/a b/apt", architecture: "arm64" }, []);
    expect(text).toContain('Dir::State::status "/a b/apt/status";');
    expect(text).toContain('APT::Architecture "arm64";');
  });
});

describe("the mirror", () => {
  it("is the one the machine uses for Debian itself, not for security", () => {
    const printed = [
      "'http://mirror.example/debian-security/dists/bookworm-security/InRelease' mirror.example_x 0 ",
      "'http://mirror.example/debian/dists/bookworm/InRelease' mirror.example_y 0 ",
    ].join("\n");
    expect(mirrorFrom(printed)).toBe("http://mirror.example/debian");
  });

  it("is unknown where the machine names none", () => {
    expect(
      mirrorFrom("'http://mirror.example/ubuntu/dists/noble/InRelease' mirror.example_x 0 "),
    ).toBeUndefined();
  });
});

describe("what apt prints", () => {
  it("tells the sizes of the files to fetch", () => {
    const printed =
      "'http://m/pool/r/redis_8_amd64.deb' redis_8_amd64.deb 1294872 SHA256:99ae\n'http://m/x' x.deb 5 \n";
    expect(downloadSizes(printed)).toEqual([1_294_872, 5]);
  });

  it("tells which package is being fetched", () => {
    const line = "Get:7 http://mirror.example/debian forky/main amd64 libc6 amd64 2.43-7 [1866 kB]";
    expect(fetchedPackage(line)).toBe("libc6");
    expect(fetchedPackage("Fetched 34.2 MB in 0s (257 MB/s)")).toBeUndefined();
  });

  it("tells dependencies, alternatives among them, without virtual packages", () => {
    const printed =
      "asterisk\n  PreDepends: dpkg\n |Depends: asterisk-config\n  Depends: <python3:any>\n    python3\n";
    expect(readDepends(printed)).toEqual(["asterisk", "dpkg", "asterisk-config", "python3"]);
  });

  it("tells what went wrong, the gravest alone", () => {
    const warning = "W: Failed to fetch http://m";
    expect(aptComplaint(`Reading lists...\n${warning}\nE: No package sipp\n`)).toBe("E: No package sipp");
    expect(aptComplaint(`Reading lists...\n${warning}\n${warning}\n`)).toBe(warning);
    expect(aptComplaint("Killed\n")).toBe("Killed");
  });
});
