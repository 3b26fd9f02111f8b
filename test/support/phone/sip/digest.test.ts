import { describe, expect, test } from "vitest";
import { authorization, digestResponse, readChallenge } from "./digest.ts";

const mufasa = {
  username: "Mufasa",
  password: "Circle of Life",
  method: "GET",
  uri: "/dir/index.html",
  cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
  nonceCount: 1,
};
const fields =
  'realm="http-auth@example.org", qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';

describe("the examples of RFC 7616 §3.9.1", () => {
  test.each([
    ["MD5", "8ca523f5e9506fed4657c9700eebdbec"],
    ["SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"],
  ])("%s", (algorithm, response) => {
    const challenge = readChallenge([`Digest ${fields}, algorithm=${algorithm}`]);
    expect(challenge && digestResponse(challenge, mufasa)).toBe(response);
  });
});

test("the example of RFC 2617 §3.5, which names no algorithm", () => {
  const challenge = readChallenge([
    'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"',
  ]);
  const input = { ...mufasa, password: "Circle Of Life", cnonce: "0a4f113b" };
  expect(challenge && digestResponse(challenge, input)).toBe("6629fae49393a05397450978507c4ef1");
});

test("a challenge without qop is answered in the legacy form", () => {
  const challenge = readChallenge(['Digest realm="r", nonce="n"']);
  const header = challenge && authorization(challenge, mufasa);
  expect(header).not.toMatch(/qop|cnonce|nc=/);
  expect(header).toMatch(
    /^Digest username="Mufasa", realm="r", nonce="n", uri="\/dir\/index.html", response="[0-9a-f]{32}"/,
  );
});

test("the first challenge that can be answered is taken, in the server's order", () => {
  const sha512 = 'Digest realm="r", nonce="a", algorithm=SHA-512-256, qop="auth"';
  const sha256 = 'Digest realm="r", nonce="b", algorithm=SHA-256, qop="auth"';
  const md5 = 'Digest realm="r", nonce="c", algorithm=MD5, qop="auth"';
  expect(readChallenge([sha512, sha256, md5])?.nonce).toBe("b");
  expect(readChallenge([md5, sha256])?.nonce).toBe("c");
});

test.each(["Basic realm=x", 'Digest realm="r"', 'Digest realm="r", nonce="n", qop="auth-int"', ""])(
  "%j is no challenge we can answer",
  (value) => {
    expect(readChallenge([value])).toBeUndefined();
  },
);
