import { afterEach, describe, expect, test } from "vitest";
import { closeAll, phoneOf, rawPeer } from "./phones-in-test.ts";
import { digestResponse, readChallenge } from "./sip/digest.ts";
import { headerOf, type Request } from "./sip/message.ts";

afterEach(closeAll);

/** A registrar that challenges with this algorithm and knows one password. */
async function registrar(
  algorithm: string,
  password: string,
  mostSeconds = 60,
): Promise<{ readonly port: number; readonly seen: Request[] }> {
  const endpoint = await rawPeer();
  const challenge = `Digest realm="test", nonce="n1", qop="auth", algorithm=${algorithm}`;
  const seen: Request[] = [];
  endpoint.taker = {
    ack: () => undefined,
    request: (transaction) => {
      const { request } = transaction;
      seen.push(request);
      const header = headerOf(request, "Authorization");
      if (header === "") return transaction.respond(401, { headers: [["WWW-Authenticate", challenge]] });
      const field = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(header)?.[1] ?? "";
      const asked = readChallenge([challenge]);
      const input = {
        username: "1001",
        password,
        method: request.method,
        uri: request.uri,
        cnonce: field("cnonce"),
        nonceCount: 1,
      };
      if (asked === undefined || digestResponse(asked, input) !== field("response"))
        return transaction.respond(403);
      const wished = /expires=(\d+)/.exec(headerOf(request, "Contact"))?.[1] ?? "";
      const granted = Math.min(Number(wished), mostSeconds);
      const contact = headerOf(request, "Contact").replace(/expires=\d+/, `expires=${granted}`);
      return transaction.respond(200, { headers: [["Contact", `<sip:other@h>;expires=5, ${contact}`]] });
    },
  };
  return { port: endpoint.port, seen };
}

function lastOf(requests: readonly Request[]): Request {
  const last = requests.at(-1);
  if (last === undefined) throw new Error("nothing was asked");
  return last;
}

describe("registering", () => {
  test.each(["MD5", "SHA-256"])(
    "answers a challenge in %s and learns how long it is bound",
    async (algorithm) => {
      const server = await registrar(algorithm, "secret");
      const phone = await phoneOf({
        username: "1001",
        password: "secret",
        server: { host: "127.0.0.1", port: server.port },
      });
      expect(await phone.register({ expires: 600 })).toEqual({ registered: true, expiresSeconds: 60 });
      expect(await phone.unregister()).toMatchObject({ registered: true, expiresSeconds: 0 });
      const numbers = server.seen.map((request) => Number.parseInt(headerOf(request, "CSeq"), 10));
      expect(numbers).toEqual([1, 2, 3, 4]);
      expect(new Set(server.seen.map((request) => headerOf(request, "Call-ID"))).size).toBe(1);
    },
  );

  test("renews itself before the binding expires, until it is taken away", async () => {
    const server = await registrar("MD5", "secret", 1);
    const phone = await phoneOf({
      username: "1001",
      password: "secret",
      server: { host: "127.0.0.1", port: server.port },
    });
    const begun = performance.now();
    const { promise: renewed, resolve } = Promise.withResolvers<void>();
    phone.onWire(({ startLine }) => {
      if (startLine === "SIP/2.0 200 OK" && performance.now() - begun > 500) resolve();
    });
    await phone.register({ expires: 600, renew: true });
    await renewed;
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(await phone.unregister()).toMatchObject({ registered: true });
    expect(headerOf(lastOf(server.seen), "Contact")).toContain("expires=0");
  });

  test("a wrong password is refused, and not tried for ever", async () => {
    const server = await registrar("SHA-256", "secret");
    const phone = await phoneOf({
      username: "1001",
      password: "wrong",
      server: { host: "127.0.0.1", port: server.port },
    });
    expect(await phone.register()).toMatchObject({ registered: false, status: 403 });
    expect(server.seen).toHaveLength(2);
  });

  test("without a password the challenge itself is the answer", async () => {
    const server = await registrar("MD5", "secret");
    const phone = await phoneOf({ username: "1001", server: { host: "127.0.0.1", port: server.port } });
    expect(await phone.register()).toMatchObject({ registered: false, status: 401 });
  });
});
