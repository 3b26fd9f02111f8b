/** A block of IP addresses; one address is a block of full prefix length. Bits after the prefix are zero. */
export interface Network {
  readonly family: 4 | 6;
  readonly bits: bigint;
  readonly prefixLength: number;
}

interface Address {
  readonly family: 4 | 6;
  readonly bits: bigint;
}

const width = { 4: 32, 6: 128 };

/**
 * Reads `address` or `address/prefix-length`, IPv4 (RFC 4632) or IPv6 (RFC 4291). An IPv4-mapped IPv6 address is read
 * as the IPv4 address that it stands for, since a socket for both families reports callers so. Undefined: unreadable.
 */
export function parseNetwork(text: string): Network | undefined {
  const [host = "", length, ...rest] = text.split("/");
  const address = parseIpv4(host) ?? parseIpv6(host);
  if (address === undefined || rest.length > 0) return undefined;
  const widest = width[address.family];
  if (length === undefined) return unmapped(address, widest);
  if (!/^\d{1,3}$/.test(length) || Number(length) > widest) return undefined;
  return unmapped(address, Number(length));
}

/** The block of that length around a network. */
export function widened({ family, bits }: Network, prefixLength: number): Network {
  const host = BigInt(width[family] - prefixLength);
  return { family, bits: (bits >> host) << host, prefixLength };
}

/** A text that is the same for the same block and no other. */
export function networkKey({ family, bits, prefixLength }: Network): string {
  return `${family}/${prefixLength}/${bits.toString(16)}`;
}

/** Whether the block is one address. */
export function isHost({ family, prefixLength }: Network): boolean {
  return prefixLength === width[family];
}

function unmapped({ family, bits }: Address, prefixLength: number): Network {
  const mapped = family === 6 && prefixLength >= 96 && bits >> 32n === 0xffffn;
  if (!mapped) return widened({ family, bits, prefixLength }, prefixLength);
  return widened({ family: 4, bits: bits & 0xffff_ffffn, prefixLength }, prefixLength - 96);
}

function parseIpv4(text: string): Address | undefined {
  const parts = text.split(".");
  // No leading zeros: some systems read them as octal, so they would not name one address.
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) {
    return undefined;
  }
  return { family: 4, bits: parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n) };
}

function parseIpv6(text: string): Address | undefined {
  const [head = "", tail, ...rest] = withoutDots(text).split("::");
  if (rest.length > 0) return undefined;
  const before = groups(head);
  const after = groups(tail ?? "");
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...before, ...Array.from({ length: missing }, () => "0"), ...after];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { family: 6, bits: all.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n) };
}

function groups(text: string): readonly string[] {
  return text === "" ? [] : text.split(":");
}

/** Writes an IPv4 tail, as in `::ffff:10.0.0.1`, as two groups. */
function withoutDots(text: string): string {
  const start = text.lastIndexOf(":") + 1;
  const tail = parseIpv4(text.slice(start));
  if (tail === undefined) return text;
  return `${text.slice(0, start)}${(tail.bits >> 16n).toString(16)}:${(tail.bits & 0xffffn).toString(16)}`;
}
