/** One netstring (cr.yp.to/proto/netstrings.txt): the length in bytes, a colon, the text, a comma. */
export function netstring(text: string): string {
  return `${Buffer.byteLength(text)}:${text},`;
}

/** The whole netstrings at the beginning of what was received, and what is left over. Throws on anything else. */
export function readNetstrings(received: Buffer): {
  readonly texts: readonly string[];
  readonly rest: Buffer;
} {
  const texts: string[] = [];
  let rest = received;
  for (;;) {
    const colon = rest.indexOf(":");
    if (colon < 0) return { texts, rest };
    const digits = rest.toString("latin1", 0, colon);
    if (!/^\d{1,7}$/.test(digits)) throw new Error(`no length of a netstring: ${digits}`);
    const end = colon + 1 + Number(digits);
    if (rest.length <= end) return { texts, rest };
    if (rest[end] !== COMMA) throw new Error("a netstring does not end with a comma");
    texts.push(rest.toString("utf8", colon + 1, end));
    rest = rest.subarray(end + 1);
  }
}

const COMMA = 0x2c;
