/** What a message seems to be, before it is parsed. */
export type Seeming =
  /** A response. */
  | "response"
  /** A request of a method that can start something. */
  | "starting"
  /** Any other request: most of them stand in a dialog. */
  | "request"
  /** Nothing that begins as SIP does. */
  | "noise";

const STARTING = new Set(["INVITE", "REGISTER", "OPTIONS", "MESSAGE", "SUBSCRIBE", "PUBLISH", "REFER"]);
const FIRST_WORD = /^[\r\n]{0,64}([\w\-.!%*+`'~]{1,48})[ \t/]/;
const TO_TAG = /\n(?:to|t)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*;[ \t]*tag[ \t]*=/i;
const LOOKED_AT = 128;
const SCANNED = 4_096;

/** Looks at the first bytes only, so that a flood can be sorted at a cost of microseconds. */
export function seemingOf(bytes: Buffer): Seeming {
  const word = FIRST_WORD.exec(bytes.toString("latin1", 0, LOOKED_AT))?.[1];
  if (word === undefined) return "noise";
  if (word.toUpperCase() === "SIP") return "response";
  return STARTING.has(word) ? "starting" : "request";
}

/** Whether the To of a request seems to have a tag, so that it would stand in a dialog. */
export function seemsInDialog(bytes: Buffer): boolean {
  return TO_TAG.test(bytes.toString("latin1", 0, SCANNED));
}
