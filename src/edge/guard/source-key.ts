const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * What stands for a source: an IPv4 address itself; of an IPv6 address its first 64 bits, since whoever has
 * one such address has all that share them.
 */
export function sourceKey(address: string): string {
  if (!address.includes(":")) return address;
  const mapped = MAPPED.exec(address)?.[1];
  return mapped ?? network64(address.toLowerCase());
}

function network64(address: string): string {
  const [head = "", tail] = address.split("%", 1)[0]?.split("::", 2) ?? [];
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const gap = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const all = [...left, ...Array.from({ length: gap }, () => "0"), ...right];
  return `${all.slice(0, 4).join(":")}::/64`;
}

/** Without leading zeros, so that every spelling of an address gives the same. An IPv4 tail counts as two groups. */
function groups(text: string): string[] {
  if (text === "") return [];
  return text
    .split(":")
    .flatMap((group) => (group.includes(".") ? ["0", "0"] : [group.replace(/^0+(?=.)/, "")]));
}
