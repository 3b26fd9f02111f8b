/** The methods that are told apart; anything else is `other`, so that strangers cannot make up new series. */
const METHODS = new Set([
  "INVITE",
  "ACK",
  "BYE",
  "CANCEL",
  "OPTIONS",
  "REGISTER",
  "PRACK",
  "UPDATE",
  "INFO",
  "REFER",
  "NOTIFY",
  "SUBSCRIBE",
  "MESSAGE",
  "PUBLISH",
]);
const LONGEST_START = 16;

/** What a message is at a glance: the method of a request, the status code of a response, else `other`. */
export function kindOf(bytes: Buffer): string {
  const start = bytes.toString("latin1", 0, LONGEST_START);
  const [first = "", second = ""] = start.split(" ", 2);
  if (METHODS.has(first)) return first;
  return first === "SIP/2.0" && /^[1-6]\d\d$/.test(second) ? second : "other";
}
