import { describe, expect, it } from "vitest";
import { sippCommand } from "./docker-command.ts";

const around = {
  sipp: "/bin/sipp",
  addresses: { "drachtio-sut": "127.16.0.10" },
  scenarios: "/stand/scenarios",
  errorFile: "/stand/errors/1.log",
};
const image = ["drachtio/sipp", "sipp", "-sf", "/tmp/scenarios/uac.xml", "-m", "1"];

describe("the stand-in for docker", () => {
  it("turns a container of SIPp into SIPp on an address of its own", () => {
    const docker = ["run", "--rm", "--net", "n", "-v", "/a:/tmp/scenarios", ...image, "drachtio-sut"];
    expect(sippCommand(docker, "127.64.0.1", around)).toEqual({
      name: undefined,
      args: [
        ...["-i", "127.64.0.1", "-mi", "127.64.0.1", "-ci", "127.64.0.1", "-p", "5060"],
        ...["-trace_err", "-error_file", "/stand/errors/1.log"],
        ...["-sf", "/stand/scenarios/uac.xml", "-m", "1", "127.16.0.10:5060"],
      ],
    });
  });

  it("tells the name by which others will look for the container", () => {
    const docker = ["run", "--name", "sipp-uas-late", ...image];
    expect(sippCommand(docker, "127.64.0.1", around)?.name).toBe("sipp-uas-late");
  });

  it.each([[["ps"]], [["run", "drachtio/drachtio-server"]], [["run", "drachtio/sipp", "bash"]]])(
    "does nothing for %j",
    (docker) => {
      expect(sippCommand(docker, "127.64.0.1", around)).toBeUndefined();
    },
  );
});
