import { afterEach, describe, expect, test } from "vitest";
import { Media } from "./media/media.ts";
import type { Phone } from "./phone.ts";
import { closeAll, phoneOf, rawPeer, received, toClose } from "./phones-in-test.ts";
import { destinationOf, parseAddress } from "./sip/address.ts";
import { headerOf, type Request } from "./sip/message.ts";
import { parseSdp, writeSdp } from "./sip/sdp.ts";
import { freshBranch } from "./sip/tokens.ts";

afterEach(closeAll);

const quick = { t1Ms: 10, t2Ms: 40 };

function requestTo(
  phone: Phone,
  method: string,
  more: Partial<Request> & { readonly toTag?: string } = {},
): Request {
  return {
    kind: "request",
    method,
    uri: phone.uri,
    headers: [
      ["Via", `SIP/2.0/UDP 127.0.0.1:9;rport;branch=${freshBranch()}`],
      ["From", "<sip:raw@127.0.0.1>;tag=raw"],
      ["To", `<${phone.uri}>${more.toTag === undefined ? "" : `;tag=${more.toTag}`}`],
      ["Call-ID", "raw-call"],
      ["CSeq", `1 ${method}`],
    ],
    body: more.body ?? "",
  };
}

describe("over a network that loses packets", () => {
  test("a request is repeated until something answers, and given up after 64 × T1 (RFC 3261 §17.1)", async () => {
    const peer = await rawPeer();
    const alice = await phoneOf({ username: "alice", timing: quick });
    const call = alice.call(`sip:x@127.0.0.1:${peer.port}`);
    await received(peer, "INVITE", 3);
    expect(await call.final).toMatchObject({ status: 408 });
  });

  test("an answer is repeated until its ACK, and hung up without one (RFC 3261 §13.3.1.4)", async () => {
    const peer = await rawPeer();
    const bob = await phoneOf({ username: "bob", timing: quick });
    const answers = received(peer, "SIP/2.0 200", 3);
    const bye = received(peer, "BYE");
    const invite = requestTo(bob, "INVITE");
    peer.send(
      { ...invite, headers: [...invite.headers, ["Contact", `<sip:raw@127.0.0.1:${peer.port}>`]] },
      destinationOf(bob.uri),
    );
    const there = await (await bob.nextCall()).answer();
    await answers;
    await bye;
    expect(await there.ended).toBe("self");
  });

  test("a request that comes twice is answered twice and rings once", async () => {
    const peer = await rawPeer();
    const bob = await phoneOf({ username: "bob" });
    const invite = requestTo(bob, "INVITE");
    const to = destinationOf(bob.uri);
    const twice = received(peer, "SIP/2.0 180", 2);
    peer.send(invite, to);
    (await bob.nextCall()).ring();
    peer.send(invite, to);
    await twice;
    await expect(bob.nextCall({ withinMs: 20 })).rejects.toThrow("no call came");
  });

  test("a refusal is repeated until its ACK", async () => {
    const peer = await rawPeer();
    const bob = await phoneOf({ username: "bob", timing: quick });
    const refusals = received(peer, "SIP/2.0 486", 3);
    bob.onCall((offered) => offered.busy());
    peer.send(requestTo(bob, "INVITE"), destinationOf(bob.uri));
    await refusals;
  });
});

describe("requests of a server", () => {
  test.each([
    ["OPTIONS without a call", "OPTIONS", undefined, 200],
    ["BYE for a call nobody knows", "BYE", "gone", 481],
    ["CANCEL for an INVITE nobody knows", "CANCEL", undefined, 481],
    ["a method we do not speak", "PUBLISH", undefined, 405],
  ])("%s", async (_what, method, toTag, status) => {
    const peer = await rawPeer();
    const bob = await phoneOf({ username: "bob" });
    const answered = received(peer, `SIP/2.0 ${status}`);
    peer.send(requestTo(bob, method, toTag === undefined ? {} : { toTag }), destinationOf(bob.uri));
    await answered;
  });
});

describe("a server that changes the call", () => {
  test("is answered with a description, and holds and resumes our sound (RFC 3264 §8.4)", async () => {
    const peer = await rawPeer();
    const sound = await Media.open("127.0.0.1", "nothing");
    toClose(sound);
    const bob = await phoneOf({ username: "bob", sound: { toneHz: 600 } });
    const descriptions: string[] = [];
    const tags: string[] = [];
    const say = async (method: string, cseq: number, body: string): Promise<void> => {
      const base = requestTo(bob, method, { body, ...(tags[0] !== undefined && { toTag: tags[0] }) });
      const headers = base.headers.map(
        ([name, value]) => [name, name === "CSeq" ? `${cseq} ${method}` : value] as const,
      );
      const answered = Promise.withResolvers<void>();
      peer.request({ ...base, headers }, destinationOf(bob.uri), {
        final: (response) => {
          descriptions.push(parseSdp(response.body)?.direction ?? "none");
          tags.push(parseAddress(headerOf(response, "To")).parameters.get("tag") ?? "");
          answered.resolve();
        },
      });
      await answered.promise;
      if (method === "INVITE")
        peer.send(requestTo(bob, "ACK", { toTag: tags[0] ?? "" }), destinationOf(bob.uri));
    };
    const offer = (direction: "sendrecv" | "sendonly"): string =>
      writeSdp(
        { address: "127.0.0.1", port: sound.port, pcmu: true, eventPayload: 101, direction },
        { session: 1, version: 1 },
      );
    bob.onCall((offered) => void offered.answer());
    await say("INVITE", 1, offer("sendrecv"));
    await sound.heard(600);
    await say("OPTIONS", 2, "");
    await say("INVITE", 3, offer("sendonly"));
    await expect(sound.heard(600, { withinMs: 400 })).rejects.toThrow("was not heard");
    await say("INVITE", 4, offer("sendrecv"));
    await sound.heard(600);
    await say("BYE", 5, "");
    expect(descriptions).toEqual(["sendrecv", "sendrecv", "recvonly", "sendrecv", "none"]);
  });

  test("may leave the offer to us and answer it in the ACK (RFC 3261 §13.2.1)", async () => {
    const peer = await rawPeer();
    const sound = await Media.open("127.0.0.1", "nothing");
    toClose(sound);
    const bob = await phoneOf({ username: "bob", sound: { toneHz: 600 } });
    const answer = writeSdp(
      { address: "127.0.0.1", port: sound.port, pcmu: true, eventPayload: undefined, direction: "sendrecv" },
      { session: 1, version: 1 },
    );
    peer.request(requestTo(bob, "INVITE"), destinationOf(bob.uri), {
      final: (response) => {
        const toTag = parseAddress(headerOf(response, "To")).parameters.get("tag") ?? "";
        peer.send(requestTo(bob, "ACK", { toTag, body: answer }), destinationOf(bob.uri));
      },
    });
    await (await bob.nextCall()).answer();
    await sound.heard(600);
  });
});
