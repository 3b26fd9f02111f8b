import * as fc from "fast-check";
import { SEEDS } from "./seeds.ts";

/** Bits of SIP that mean something to parsers, sound ones and hostile ones. */
const WORDS = [
  ...[
    "\r\n",
    "\n",
    "\r",
    "\r\n\r\n",
    "\n\n",
    "\r\n ",
    "\n\t",
    " ",
    "\t",
    "\0",
    "\x7f",
    "\xa0",
    "\xff",
    "\ufeff",
  ],
  ...[
    ":",
    ";",
    ",",
    "<",
    ">",
    '"',
    '\\"',
    "\\",
    "=",
    "@",
    "?",
    "|",
    "#",
    "%00",
    "%",
    "[",
    "]",
    "::",
    "*",
    "//",
  ],
  ...[
    "SIP/2.0",
    "sip:",
    "sips:",
    "tel:+1",
    "<sip:a@b>",
    "sip:a@[::1]:5060",
    ";tag=",
    ";lr",
    ";branch=z9hG4bK",
  ],
  ...[";rport", ";received=1.2.3.4", "SIP/2.0/UDP a", "INVITE", "ACK", "CANCEL", "BYE", "REGISTER", "PRACK"],
  ...["-1", "0", "2147483648", "4294967296", "99999999999999999999", "1e9", "0x10", "NaN", "__proto__"],
  ...[
    "Via: ",
    "v:",
    "From: ",
    "To: ",
    "t:",
    "Call-ID: x",
    "i:",
    "CSeq: 1 INVITE",
    "Contact: *",
    "m:",
    "l: 5",
  ],
  ...[
    "Content-Length: 3",
    "Content-Length: 0",
    "Max-Forwards: 0",
    "Route: <sip:a;lr>",
    "Record-Route: <sip:a;lr>",
  ],
  ...[
    "Require: 100rel",
    "RAck: 1 1 INVITE",
    "RSeq: 1",
    "Expires: 0",
    "Event: x",
    "Subscription-State: terminated",
  ],
] as const;

/** One change to bytes; places are shares of the length, so that it fits any message. */
type Change =
  | { readonly do: "cut"; readonly from: number; readonly to: number }
  | { readonly do: "repeat"; readonly from: number; readonly to: number; readonly times: number }
  | { readonly do: "put"; readonly at: number; readonly bytes: Buffer }
  | { readonly do: "flip"; readonly at: number; readonly bit: number }
  | { readonly do: "move-line"; readonly from: number; readonly to: number }
  | { readonly do: "splice"; readonly at: number; readonly other: Buffer };

const place = fc.double({ min: 0, max: 1, noNaN: true });
const bytesOf = (text: string): Buffer => Buffer.from(text, "latin1");
const word = fc.constantFrom(...WORDS).map(bytesOf);
const seed = fc.constantFrom(...SEEDS);

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ do: fc.constant("cut" as const), from: place, to: place }),
  fc.record({
    do: fc.constant("repeat" as const),
    from: place,
    to: place,
    times: fc.integer({ min: 2, max: 40 }),
  }),
  { weight: 4, arbitrary: fc.record({ do: fc.constant("put" as const), at: place, bytes: word }) },
  fc.record({
    do: fc.constant("put" as const),
    at: place,
    bytes: fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
  }),
  fc.record({ do: fc.constant("flip" as const), at: place, bit: fc.integer({ min: 0, max: 7 }) }),
  fc.record({ do: fc.constant("move-line" as const), from: place, to: place }),
  fc.record({ do: fc.constant("splice" as const), at: place, other: seed }),
);

const LARGEST = 64 * 1024;

function changed(bytes: Buffer, step: Change): Buffer {
  const at = (share: number): number => Math.floor(share * bytes.length);
  switch (step.do) {
    case "cut":
      return Buffer.concat([bytes.subarray(0, at(step.from)), bytes.subarray(at(step.to))]).subarray(
        0,
        LARGEST,
      );
    case "repeat": {
      const [from, to] = [at(step.from), at(step.to)].toSorted((a, b) => a - b);
      const part = bytes.subarray(from, to);
      const parts = Array.from({ length: step.times }, () => part);
      return Buffer.concat([bytes.subarray(0, from), ...parts, bytes.subarray(to)]).subarray(0, LARGEST);
    }
    case "put":
      return Buffer.concat([bytes.subarray(0, at(step.at)), step.bytes, bytes.subarray(at(step.at))]);
    case "flip": {
      const copy = Buffer.from(bytes);
      const index = Math.min(copy.length - 1, at(step.at));
      if (index >= 0) copy[index] = (copy[index] ?? 0) ^ (1 << step.bit);
      return copy;
    }
    case "move-line": {
      const lines = bytes.toString("latin1").split("\r\n");
      const [line = ""] = lines.splice(Math.floor(step.from * lines.length), 1);
      lines.splice(Math.floor(step.to * lines.length), 0, line);
      return bytesOf(lines.join("\r\n"));
    }
    case "splice":
      return Buffer.concat([
        bytes.subarray(0, at(step.at)),
        step.other.subarray(Math.floor(step.at * step.other.length)),
      ]);
  }
}

/** A sound message with some changes made to it. */
const mutated = fc
  .tuple(seed, fc.array(change, { maxLength: 6 }))
  .map(([bytes, steps]) => steps.reduce(changed, bytes));

const token = fc.oneof(
  fc.constantFrom("a", "z9hG4bK1", "INVITE", "x.y~1'%*+`!_-", ""),
  fc.string({ maxLength: 8 }),
);
const lws = fc.constantFrom("", "", "", " ", "\t", "\r\n ", "  \r\n\t ", "\n ");
const host = fc.constantFrom(
  "example.com",
  "192.0.2.1",
  "[2001:db8::1]",
  "b:5060",
  "b:0",
  "b:99999",
  "",
  "[::",
  "-.-",
);
const quoted = fc.string({ maxLength: 8 }).map((text) => `"${text}"`);
const parameter = fc
  .tuple(lws, token, lws, fc.oneof(token, quoted), fc.boolean())
  .map(
    ([before, name, between, value, valued]) =>
      `;${before}${name}${valued ? `${between}=${before}${value}` : ""}`,
  );
const parameters = fc.array(parameter, { maxLength: 4 }).map((list) => list.join(""));
const uri = fc
  .tuple(
    fc.constantFrom("sip:", "sips:", "tel:", "SIP:", "x.y:", ""),
    token,
    fc.constantFrom("@", ""),
    host,
    parameters,
  )
  .map((parts) => parts.join(""));
const nameAddr = fc
  .tuple(fc.oneof(token, quoted), lws, uri, lws, parameters, fc.boolean())
  .map(([name, gap, address, end, rest, bare]) =>
    bare ? `${address}${end}${rest}` : `${name}${gap}<${address}>${end}${rest}`,
  );
const via = fc
  .tuple(lws, fc.constantFrom("UDP", "TCP", "TLS", "WS", "!"), host, parameters)
  .map(([gap, protocol, at, rest]) => `SIP${gap}/${gap}2.0${gap}/${protocol} ${at}${gap}${rest}`);
const method = fc.oneof(
  fc.constantFrom("INVITE", "ACK", "BYE", "CANCEL", "REGISTER", "OPTIONS", "NOTIFY"),
  token,
);
const number = fc.oneof(
  fc.nat({ max: 9 }).map(String),
  fc.constantFrom("2147483647", "2147483648", "-1", "1 ", "01"),
);
const header = fc.oneof(
  fc.tuple(fc.constantFrom("Via", "v", "VIA "), via),
  fc.tuple(
    fc.constantFrom("From", "f", "To", "t", "Contact", "m", "Route", "Record-Route", "Refer-To"),
    nameAddr,
  ),
  fc.tuple(fc.constantFrom("Content-Length", "l", "Max-Forwards", "Expires", "RSeq"), number),
  fc.tuple(token, fc.oneof(token, quoted, nameAddr)),
);

/** A message put together by the grammar, roughly. */
const composed = fc
  .tuple(
    method,
    uri,
    via,
    nameAddr,
    nameAddr,
    token,
    number,
    fc.array(header, { maxLength: 8 }),
    lws,
    fc.string({ maxLength: 20 }),
  )
  .map(([verb, target, top, from, to, callId, count, more, gap, body]) => {
    const lines = [
      `${verb} ${target} SIP/2.0`,
      `Via:${gap}${top}`,
      `From:${gap}${from};tag=1`,
      `To:${gap}${to}`,
      `Call-ID: ${callId}`,
      `CSeq: ${count}${gap} ${verb}`,
      ...more.map(([name, value]) => `${name}:${gap}${value}`),
    ];
    return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${body}`, "latin1");
  });

/** Messages as an enemy would send them, few of them sound and most of them nearly so. */
export const hostileMessages: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 4, arbitrary: mutated },
  { weight: 3, arbitrary: composed },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
);

/** A stream cut into pieces, anywhere. */
export function inPieces(stream: fc.Arbitrary<Buffer>): fc.Arbitrary<readonly Buffer[]> {
  return fc.tuple(stream, fc.array(place, { maxLength: 12 })).map(([bytes, shares]) => {
    const cuts = [
      0,
      ...shares.map((share) => Math.floor(share * bytes.length)).toSorted((a, b) => a - b),
      bytes.length,
    ];
    return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
  });
}

/** What an application's connection may bring, from sound commands to noise. */
export const hostileCommands: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom("1", "", "a b"),
    fc.constantFrom(
      "sip",
      "proxy",
      "route",
      "remove_route",
      "ping",
      "authenticate",
      "adopt",
      "list",
      "nonsense",
      "",
    ),
    fc.array(fc.oneof(fc.constantFrom("TXN", "DLG", "", "invite", "sip:127.0.0.1", "2s"), token), {
      maxLength: 8,
    }),
    fc.option(hostileMessages),
  )
  .map(([id, verb, fields, message]) => {
    const line = [id, verb, ...fields].join("|");
    return message ? `${line}\r\n${message.toString("latin1")}` : line;
  });
