import { createRequire } from "node:module";
import { FrameReader } from "../../../src/edge/control/frame.ts";
import { writeReply } from "../../../src/edge/core/reply-text.ts";
import { type Framed, SipFramer } from "../../../src/edge/sip/framing.ts";
import { type Parsed, parseMessage } from "../../../src/edge/sip/parse.ts";
import { asReceived } from "../../../src/edge/sip/serialize.ts";
import { indoors } from "../edge-soak/indoors.ts";

/** A promise of the server that was not kept. */
export class Broken extends Error {}

function promise(kept: boolean, what: string): void {
  if (!kept) throw new Broken(what);
}

const LONGEST_MS = 1_000;
const Library: { readonly parseSipMessage: (text: string, lazy: boolean) => unknown } = createRequire(
  import.meta.url,
)("drachtio-srf/lib/sip-parser/parser");

/** What is parsed is parsed in time, is the same when written and parsed again, and can be read by applications. */
export function parsesSoundly(bytes: Buffer): void {
  const began = performance.now();
  const parsed = parseMessage(bytes);
  promise(performance.now() - began < LONGEST_MS, "parsing takes too long");
  if (parsed.kind === "garbage") return;
  if (parsed.kind === "refused") {
    const reply = writeReply(parsed.request, { status: parsed.status, reason: parsed.reason, toTag: "t" });
    return readsAsReply(reply);
  }
  const text = asReceived(parsed);
  promise(factsOf(parseMessage(text)) === factsOf(parsed), "it means something else when written again");
  const head = text.toString("latin1", 0, text.indexOf("\r\n\r\n"));
  promise(!/\r(?!\n)|(?<!\r)\n/.test(head), "a lone CR or LF is passed on");
  const ids = `${parsed.callId}${parsed.fromTag}${parsed.toTag}`;
  promise(!/[|\r\n]/.test(ids), "an id could break a control frame");
  promise(Library.parseSipMessage(text.toString(), true) !== undefined, "the library cannot read it");
}

/** What a message says, in one text. Its Content-Length may have come to be out of date: the body was cut to it. */
function factsOf(parsed: Parsed): string {
  if (parsed.kind === "garbage" || parsed.kind === "refused") return parsed.kind;
  const { kind, startLine, method, callId, cseq, fromTag, toTag, via, body } = parsed;
  const headers = parsed.headers.map(({ name, value }) => [name, value]);
  const uri = kind === "request" ? parsed.uri : parsed.status;
  return JSON.stringify([
    kind,
    startLine,
    method,
    uri,
    callId,
    cseq,
    fromTag,
    toTag,
    via.text,
    headers,
    body.toString("hex"),
  ]);
}

/** An answer that any client can cut out of a stream and read line by line. */
export function readsAsReply(reply: Buffer): void {
  const [head = "", ...rest] = reply.toString("latin1").split("\r\n\r\n");
  const [startLine = "", ...lines] = head.split("\r\n");
  promise(/^SIP\/2\.0 [1-6]\d\d [^\r\n]*$/.test(startLine), `no status line: ${startLine}`);
  promise(rest.join("\r\n\r\n") === "", "something stands behind the head");
  for (const line of lines) promise(/^[A-Za-z-]+: [^\r\n]*$/.test(line), `no header: ${line}`);
  promise(lines.at(-1) === "Content-Length: 0", "the length is not told");
}

/** A stream means the same however it is cut. */
export function cutsAlike(pieces: readonly Buffer[]): void {
  const limits = { headBytes: 4_096, bodyBytes: 2_048 };
  const cut = new SipFramer(limits);
  const whole = new SipFramer(limits);
  const all = Buffer.concat(pieces);
  const one = pieces.flatMap((piece) => cut.push(piece)).map(shownFrame);
  const other = whole.push(all).map(shownFrame);
  promise(JSON.stringify(one) === JSON.stringify(other), "cuts change what a stream means");
  promise(one.length <= all.length, "more comes out than went in");
}

function shownFrame(item: Framed): string {
  return item.type === "message" ? item.bytes.toString("hex") : item.type;
}

/** A control connection means the same however it is cut. */
export function framesAlike(pieces: readonly Buffer[]): void {
  const shown = (frame: { payload: Buffer } | { fault: string }): string =>
    "payload" in frame ? frame.payload.toString("hex") : "fault";
  const cut = new FrameReader();
  const one = pieces.flatMap((piece) => [...cut.push(piece)]).map(shown);
  const other = [...new FrameReader().push(Buffer.concat(pieces))].map(shown);
  promise(JSON.stringify(one) === JSON.stringify(other), "cuts change what frames hold");
}

/** What arrives from the network, one after another, each as from somewhere else. */
export type Arrival = { readonly bytes: Buffer; readonly protocol: "udp" | "tcp"; readonly answer: number };

/**
 * The server outlives whatever arrives, hands on only what can be parsed again, and answers only what can be read;
 * when all timers have run out it holds nothing.
 */
export function outlives(arrivals: readonly Arrival[]): void {
  const house = indoors();
  for (const { bytes, protocol, answer } of arrivals) {
    const before = house.delivered.length;
    const began = performance.now();
    house.receive(bytes, protocol);
    promise(performance.now() - began < LONGEST_MS, "a message takes too long");
    for (const { transactionId, sip } of house.delivered.slice(before)) {
      promise(
        /^(?:request|response)$/.test(parseMessage(sip).kind),
        "the application is given what cannot be parsed",
      );
      if (!sip.toString("latin1", 0, 4).startsWith("ACK "))
        house.command(`1|sip|${transactionId}|\r\nSIP/2.0 ${answer} Well\r\n\r\n`);
    }
  }
  promise(house.failures.length === 0, `something was thrown: ${String(house.failures[0])}`);
  for (const bytes of house.sent) if (bytes.toString("latin1", 0, 4) === "SIP/") statusLineReads(bytes);
  house.clock.advance(4_000_000);
  const { server, incoming, merged, client, outgoing } = house.context.tables;
  // A subscription may have been granted for longer.
  const calls = arrivals.some(({ bytes }) => bytes.includes("SUBSCRIBE"))
    ? []
    : [house.context.tables.dialogs];
  const held = [server, incoming, merged, client, outgoing, ...calls].map(({ size }) => size);
  promise(
    held.every((size) => size === 0),
    `tables are not empty: ${held.join(", ")}`,
  );
}

function statusLineReads(bytes: Buffer): void {
  const head = bytes.toString("latin1", 0, bytes.indexOf("\r\n\r\n"));
  for (const line of head.split("\r\n").slice(1)) promise(/^[A-Za-z-]+: ?/.test(line), `no header: ${line}`);
}

const CALL =
  "INVITE sip:1@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\nContact: <sip:a@127.0.0.9>\r\n\r\n";

/** No command breaks the server, nor the frame that answers it. TXN and DLG in them stand for a call that is there. */
export function obeys(commands: readonly string[]): void {
  const house = indoors();
  house.receive(Buffer.from(CALL), "udp");
  const txn = house.delivered[0]?.transactionId ?? "";
  promise(txn !== "", "the call did not arrive");
  for (const command of commands) {
    const line = house.command(command.replace("|TXN", `|${txn}`).replace("|DLG", "|x;from-tag=1"));
    promise(!/[\r\n]/.test(line), `an answer with a line break: ${line}`);
  }
  house.clock.advance(400_000);
}
