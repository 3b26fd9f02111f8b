import * as fc from "fast-check";
import { hostileCommands, hostileMessages, inPieces } from "./messages.ts";
import { cutsAlike, framesAlike, obeys, outlives, parsesSoundly } from "./promises.ts";

/** One thing to be fuzzed. */
export interface Subject {
  readonly name: string;
  /** A property to run as often as time allows. */
  readonly property: () => fc.IProperty<unknown>;
}

const stream = fc.array(hostileMessages, { maxLength: 4 }).map((messages) => Buffer.concat(messages));
const frames = fc
  .array(fc.oneof(hostileCommands.map(framed), hostileCommands), { maxLength: 4 })
  .map((texts) => Buffer.from(texts.join(""), "latin1"));
const arrivals = fc.array(
  fc.record({
    bytes: hostileMessages,
    protocol: fc.constantFrom("udp" as const, "tcp" as const),
    answer: fc.constantFrom(180, 200, 302, 401, 486, 500),
  }),
  { maxLength: 6 },
);

function framed(payload: string): string {
  return `${payload.length}#${payload}`;
}

/** All of them. */
export const SUBJECTS: readonly Subject[] = [
  {
    name: "parses each message the same way twice, or refuses it",
    property: () => fc.property(hostileMessages, parsesSoundly),
  },
  {
    name: "cuts a stream by what it says, not by how it arrives",
    property: () => fc.property(inPieces(stream), cutsAlike),
  },
  { name: "outlives whatever arrives and forgets it", property: () => fc.property(arrivals, outlives) },
  {
    name: "cuts frames by their lengths, not by how they arrive",
    property: () => fc.property(inPieces(frames), framesAlike),
  },
  {
    name: "obeys or refuses each command",
    property: () => fc.property(fc.array(hostileCommands, { maxLength: 6 }), obeys),
  },
];
