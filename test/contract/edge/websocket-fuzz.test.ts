import { once } from "node:events";
import { connect, type Socket } from "node:net";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { requestText } from "./support/sip-text.ts";
import { startWorld, type World } from "./support/world.ts";

const UPGRADE = [
  "GET /any HTTP/1.1",
  "Host: 127.0.0.1",
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "Sec-WebSocket-Protocol: sip",
  "",
  "",
].join("\r\n");
const MESSAGE = Buffer.from(requestText({ transport: "TCP", port: 4000 }, { method: "OPTIONS" }));

/** A frame as RFC 6455 5.2 has it, or as it has not: any opcode, reserved bits, mask or none, a length that lies. */
interface Frame {
  readonly fin: boolean;
  readonly reserved: number;
  readonly opcode: number;
  readonly masked: boolean;
  readonly payload: Uint8Array;
  /** What the length says beyond the truth. */
  readonly lie: number;
}

function bytesOf({ fin, reserved, opcode, masked, payload, lie }: Frame): Buffer {
  const length = Math.max(0, payload.length + lie);
  const first = (fin ? 128 : 0) | (reserved << 4) | opcode;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = first;
  head[1] = (masked ? 128 : 0) | (length < 126 ? length : length < 65_536 ? 126 : 127);
  if (length >= 65_536) head.writeBigUInt64BE(BigInt(length), 2);
  else if (length >= 126) head.writeUInt16BE(length, 2);
  const mask = Buffer.from([1, 2, 3, 4]);
  const body = Buffer.from(payload).map((byte, at) => (masked ? byte ^ (mask[at % 4] ?? 0) : byte));
  return Buffer.concat([head, masked ? mask : Buffer.alloc(0), body]);
}

const frame = fc.record<Frame>({
  fin: fc.boolean(),
  reserved: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat({ max: 7 })),
  opcode: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(1, 2) }, fc.nat({ max: 15 })),
  masked: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
  payload: fc.oneof(fc.constant(new Uint8Array(MESSAGE)), fc.uint8Array({ maxLength: 300 })),
  lie: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.constantFrom(-3, 5, 70_000, 2 ** 40)),
});
const conversation = fc.array(
  fc.oneof(
    frame.map(bytesOf),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  ),
  {
    minLength: 1,
    maxLength: 6,
  },
);

/** A WebSocket whose frames are ours to write. */
async function upgraded(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.write(UPGRADE);
  const [answer]: unknown[] = await once(socket, "data");
  expect(String(answer)).toContain("101 Switching Protocols");
  return socket;
}

async function stillServes(world: World): Promise<void> {
  const phone = await world.udpPhone();
  phone.request({ method: "OPTIONS" });
  await phone.status(503);
}

it("frames of any kind on a WebSocket harm nobody (RFC 6455 5, RFC 7118 4)", async () => {
  const world = await startWorld(undefined, { wsPort: 0 });
  const port = world.edge.ports.ws ?? 0;
  let answers = 0;
  await fc.assert(
    fc.asyncProperty(conversation, async (pieces) => {
      const socket = await upgraded(port);
      const over = new Promise((resolve) => socket.once("close", resolve));
      for (const piece of pieces) socket.write(piece);
      socket.end();
      socket.on("data", (piece: Buffer) => {
        if (piece.includes("SIP/2.0 503")) answers += 1;
      });
      await over;
    }),
    { numRuns: 300 },
  );
  // Sound frames among them did get through.
  expect(answers).toBeGreaterThan(0);
  await stillServes(world);
  await expect.poll(() => world.edge.counts().sipConnections, { timeout: 10_000 }).toBe(0);
});
