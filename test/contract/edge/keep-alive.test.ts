import { createSocket } from "node:dgram";
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { makeCertificate } from "./support/certificate.ts";
import { dialTls } from "./support/tls-phones.ts";
import { startWorld } from "./support/world.ts";

/** A binding request with an id of 12 bytes and nothing else (RFC 5389 6). */
const REQUEST = Buffer.from("000100002112a442000102030405060708090a0b", "hex");

describe("keep-alives (RFC 5626 3.5, 4.4)", () => {
  it.each([
    ["127.0.0.1", 1, 4],
    ["::1", 2, 16],
  ])("STUN to the UDP port at %s is answered with where it came from", async (host, family, bytes) => {
    const world = await startWorld(undefined, { sipHost6: "::1" });
    const socket = createSocket(family === 1 ? "udp4" : "udp6");
    onTestFinished(() => void socket.close());
    socket.bind(0, host);
    await once(socket, "listening");
    const answered = once(socket, "message");
    // What is malformed, or is no request, is not answered.
    socket.send(REQUEST.subarray(0, 19), world.edge.sipPort, host);
    socket.send(Buffer.concat([REQUEST, Buffer.alloc(4)]), world.edge.sipPort, host);
    socket.send(Buffer.concat([Buffer.from([0, 0x11]), REQUEST.subarray(2)]), world.edge.sipPort, host);
    socket.send(REQUEST, world.edge.sipPort, host);
    const [answer]: Buffer[] = await answered;
    expect(answer?.toString("hex", 0, 2)).toBe("0101");
    expect(answer?.subarray(4, 20)).toEqual(REQUEST.subarray(4));
    expect(answer).toHaveLength(20 + 8 + bytes);
    expect(answer?.readUInt8(25)).toBe(family);
    expect((answer?.readUInt16BE(26) ?? 0) ^ 0x2112).toBe(socket.address().port);
  });

  it("a double CRLF over TLS is answered by a single one", async () => {
    const certificate = await makeCertificate();
    const tls = { ...certificate, verify: true };
    const world = await startWorld(undefined, { tlsPort: 0, tls });
    const phone = await dialTls(world.edge.ports.tls ?? 0, certificate);
    phone.send("\r\n\r\n\r\n");
    phone.send("\r\n");
    await expect.poll(() => phone.raw).toBe("\r\n\r\n");
  });
});
