import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerStun, isStun } from "./stun.ts";

/** RFC 5769 2.1 to 2.3: a request with fingerprint, and the addresses of its responses. */
const SAMPLE = Buffer.from(
  "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74002400046e0001ff" +
    "80290008932ff9b151263b36000600096576746a3a683676592020200008001" +
    "49aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf",
  "hex",
);
const FROM4 = { address: "192.0.2.1", port: 32_853 };
const FROM6 = { address: "2001:db8:1234:5678:11:2233:4455:6677", port: 32_853 };
const bare = (type: string, attributes = ""): Buffer =>
  Buffer.from(
    `${type}${(attributes.length / 2).toString(16).padStart(4, "0")}2112a442b7e7a701bc34d686fa87dfae${attributes}`,
    "hex",
  );

describe("STUN on the SIP port (RFC 5389, RFC 5626 8)", () => {
  it.each([
    [FROM4, "002000080001a147e112a643"],
    [FROM6, "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"],
  ])("answers with the mapped address as in the samples of RFC 5769", (from, attribute) => {
    expect(answerStun(bare("0001"), from)?.toString("hex")).toBe(
      `0101${(attribute.length / 2).toString(16).padStart(4, "0")}2112a442b7e7a701bc34d686fa87dfae${attribute}`,
    );
  });

  it("believes the fingerprint of the sample of RFC 5769, but knows nothing of its PRIORITY", () => {
    expect(answerStun(SAMPLE, FROM4)?.toString("hex", 20)).toBe("0009000400000414000a000200240000");
    const altered = Buffer.from(SAMPLE);
    altered[30] = 0;
    expect(answerStun(altered, FROM4)).toBeUndefined();
  });

  it("writes short forms of IPv6 addresses out, and leaves zones away", () => {
    const mapped = answerStun(bare("0001"), { address: "fe80::1%eth0", port: 1 });
    const whole = answerStun(bare("0001"), { address: "fe80:0:0:0:0:0:0:1", port: 1 });
    expect(mapped).toEqual(whole);
  });

  it("refuses with 420 what demands an unknown attribute (RFC 5389 7.3.1)", () => {
    expect(answerStun(bare("0001", "7fff0001ab000000"), FROM4)?.toString("hex", 20)).toBe(
      "0009000400000414000a00027fff0000",
    );
  });

  it.each([
    ["an indication", bare("0011")],
    ["a response", bare("0101")],
    ["a length that is none", Buffer.concat([bare("0001"), Buffer.alloc(4)])],
    ["an attribute that runs over the end", bare("0001", "80220010aabbccdd")],
    ["a fingerprint that is wrong", bare("0001", "8028000400000000")],
    ["a fingerprint that is not the last", bare("0001", "802800040000000080220000")],
  ])("says nothing to %s", (_what, bytes) => {
    expect(isStun(bytes)).toBe(true);
    expect(answerStun(bytes, FROM4)).toBeUndefined();
  });

  it("never takes SIP for STUN", () => {
    for (const text of [
      "OPTIONS sip:a@b SIP/2.0\r\n\r\n",
      "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n",
      "SIP/2.0",
    ])
      expect(isStun(Buffer.from(text))).toBe(false);
  });

  it("stands any bytes, and never answers more than three times what it was sent", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.boolean(), (noise, soundLength) => {
        const bytes = Buffer.concat([bare("0001"), noise]);
        if (soundLength) bytes.writeUInt16BE(noise.length, 2);
        const answer = answerStun(bytes, FROM6);
        expect(answer?.length ?? 0).toBeLessThanOrEqual(3 * bytes.length);
      }),
    );
  });
});
