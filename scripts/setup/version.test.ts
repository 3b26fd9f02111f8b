import { describe, expect, it } from "vitest";
import { isAtLeast, readVersion, showVersion } from "./version.ts";

describe("a program's version", () => {
  it.each([
    ["Asterisk 22.10.1~dfsg+~cs6.17.60671434-1", [22, 10, 1]],
    [" SIPp v3.8.0-TLS-SCTP-PCAP.", [3, 8, 0]],
    ["Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64 build=82c3bd06f0f1d3c4", [7, 0, 15]],
    ["eSpeak NG text-to-speech: 1.52.0  Data at: /usr/lib/x86_64-linux-gnu/espeak-ng-data", [1, 52, 0]],
    ["baresip v1.1.0 Copyright (C) 2010 - 2021 Alfred E. Heggestad et al.", [1, 1, 0]],
    ["Chromium 156.0.8078.47 ", [156, 0, 8078, 47]],
  ])("is read from %j", (text, version) => {
    expect(readVersion(text)).toEqual(version);
  });

  it("is unknown where the program tells none", () => {
    expect(readVersion("command not found")).toBeUndefined();
  });

  it("is shown with dots", () => {
    expect(showVersion([22, 10, 1])).toBe("22.10.1");
  });
});

describe("a version", () => {
  it.each([
    [
      [3, 6, 1],
      [3, 6],
    ],
    [
      [3, 10],
      [3, 6],
    ],
    [[4], [3, 6]],
    [[7, 0], [7]],
    [[7], [7, 0, 0]],
  ])("%j is at least %j", (version, least) => {
    expect(isAtLeast(version, least)).toBe(true);
  });

  it.each([
    [
      [3, 5, 9],
      [3, 6],
    ],
    [[3], [3, 6]],
    [[6, 9], [7]],
  ])("%j is not at least %j", (version, least) => {
    expect(isAtLeast(version, least)).toBe(false);
  });
});
