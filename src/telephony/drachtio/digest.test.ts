import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { challenges, type DigestAnswer, digestAnswers, digestResponse, provesDigest } from "./digest.ts";

const hashed = (algorithm: string, text: string) => createHash(algorithm).update(text).digest("hex");
const ha1 = (user: string, realm: string, password: string) => ({
  md5: hashed("md5", `${user}:${realm}:${password}`),
  sha256: hashed("sha256", `${user}:${realm}:${password}`),
});

const rfc7616: DigestAnswer = {
  username: "Mufasa",
  realm: "http-auth@example.org",
  nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
  uri: "/dir/index.html",
  response: "",
  algorithm: "MD5",
  quality: { nonceCount: "00000001", clientNonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ" },
};

describe("a digest response", () => {
  const circle = ha1("Mufasa", "http-auth@example.org", "Circle of Life");

  it("is the one of RFC 7616 §3.9.1 for MD5", () => {
    expect(digestResponse(rfc7616, "GET", circle)).toBe("8ca523f5e9506fed4657c9700eebdbec");
  });

  it("is the one of RFC 7616 §3.9.1 for SHA-256", () => {
    expect(digestResponse({ ...rfc7616, algorithm: "SHA-256" }, "GET", circle)).toBe(
      "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
    );
  });

  it("is the one of RFC 2617 §3.5", () => {
    const rfc2617 = {
      ...rfc7616,
      realm: "testrealm@host.com",
      nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
      quality: { nonceCount: "00000001", clientNonce: "0a4f113b" },
    };
    const secret = ha1("Mufasa", "testrealm@host.com", "Circle Of Life");
    expect(digestResponse(rfc2617, "GET", secret)).toBe("6629fae49393a05397450978507c4ef1");
  });

  it("leaves out counter and quality in the older form", () => {
    const { quality: _, ...older } = rfc7616;
    const expected = hashed(
      "md5",
      `${circle.md5}:${older.nonce}:${hashed("md5", "REGISTER:/dir/index.html")}`,
    );
    expect(digestResponse(older, "REGISTER", circle)).toBe(expected);
  });

  it("does not prove another method, nor another password", () => {
    const answer = { ...rfc7616, response: digestResponse(rfc7616, "REGISTER", circle) };
    expect(provesDigest(answer, "REGISTER", circle)).toBe(true);
    expect(provesDigest(answer, "INVITE", circle)).toBe(false);
    expect(provesDigest(answer, "REGISTER", ha1("Mufasa", rfc7616.realm, "Circle of Strife"))).toBe(false);
  });
});

describe("an Authorization header", () => {
  const fields = 'username="li", realm="fivenines", nonce="n", uri="sip:h", response="AB"';

  it("is read with its counter", () => {
    const [answer] = digestAnswers(
      `Digest ${fields}, algorithm=sha-256, qop=auth, nc=00000001, cnonce="a,\\"b"`,
      "fivenines",
    );
    expect(answer).toEqual({
      username: "li",
      realm: "fivenines",
      nonce: "n",
      uri: "sip:h",
      response: "ab",
      algorithm: "SHA-256",
      quality: { nonceCount: "00000001", clientNonce: 'a,"b' },
    });
  });

  it("may hold answers for several realms, of which only ours counts", () => {
    const other = fields.replace("fivenines", "elsewhere").replace("li", "wang");
    const answers = digestAnswers(`Digest ${other}, Digest ${fields}`, "fivenines");
    expect(answers.map(({ username }) => username)).toEqual(["li"]);
  });

  it.each([
    ["another scheme", `Basic ${fields}`],
    ["an unknown algorithm", `Digest ${fields}, algorithm=MD4`],
    ["protection of the body, which was not offered", `Digest ${fields}, qop=auth-int, nc=1, cnonce="c"`],
    ["a counter without client nonce", `Digest ${fields}, qop=auth, nc=1`],
    ["no response", 'Digest username="li", realm="fivenines", nonce="n", uri="sip:h"'],
    ["nothing", ""],
  ])("with %s is no answer", (_, header) => {
    expect(digestAnswers(header, "fivenines")).toEqual([]);
  });
});

describe("a challenge", () => {
  it("offers SHA-256 before MD5, each on its own", () => {
    expect(challenges("fivenines", "n", false)).toEqual([
      'Digest realm="fivenines", nonce="n", algorithm=SHA-256, qop="auth"',
      'Digest realm="fivenines", nonce="n", algorithm=MD5, qop="auth"',
    ]);
  });

  it("says when only the nonce was too old", () => {
    expect(challenges("fivenines", "n", true)).toEqual([
      expect.stringMatching(/, stale=true$/),
      expect.stringMatching(/, stale=true$/),
    ]);
  });
});
