import { expect, it } from "vitest";
import { systemClock } from "../../../src/system-clock.ts";
import { keepLinked } from "../../../src/telephony/drachtio/link.ts";
import { openCentre, SECRET } from "./support/centre.ts";
import { Happenings } from "./support/happenings.ts";

it("a SIP server that refuses the secret is tried again, and the log says why", async () => {
  const centre = await openCentre();
  const happenings = new Happenings();
  const note = (fields: object, message: string) => happenings.tell(`${message} ${JSON.stringify(fields)}`);
  const nothing = () => undefined;
  const link = keepLinked(
    { host: "127.0.0.1", port: centre.edge.controlPort, secret: "another secret" },
    { requestArrived: nothing, linkLost: nothing },
    systemClock,
    { info: note, warn: note, error: note },
  );
  await happenings.until((what) => what.includes('"retryInMs":200'));
  expect(happenings.told[0]).toContain("the SIP server refused the secret");
  expect(happenings.told.join()).not.toContain("another secret");
  expect(link.isUp()).toBe(false);
  await link.stop();
  await centre.stop();
});

it("a SIP server that keeps the calls of a process that dies is known from the log", async () => {
  const centre = await openCentre();
  const happenings = new Happenings();
  const note = (fields: object, message: string) => happenings.tell(`${message} ${JSON.stringify(fields)}`);
  const link = keepLinked(
    { host: "127.0.0.1", port: centre.edge.controlPort, secret: SECRET },
    { requestArrived: () => undefined, linkLost: () => undefined },
    systemClock,
    { info: note, warn: note, error: note },
  );
  const told = await happenings.until((what) => what.includes('"handOver"'));
  expect(told).toMatch(/^the SIP server can hand calls over .*"handOver":true/);
  await link.stop();
  await centre.stop();
});
