/** How many connections are taken, in all and from one place. One quota serves all listeners. */
export class Quota {
  readonly #most: number;
  readonly #mostPerAddress: number;
  readonly #held = new Map<string, number>();
  #all = 0;

  constructor(limits: { readonly most: number; readonly mostPerAddress: number }) {
    this.#most = limits.most;
    this.#mostPerAddress = limits.mostPerAddress;
  }

  /** Takes one place, to be released once; false where none is left. */
  admit(address: string): boolean {
    const place = placeOf(address);
    const held = this.#held.get(place) ?? 0;
    if (this.#all >= this.#most || held >= this.#mostPerAddress) return false;
    this.#held.set(place, held + 1);
    this.#all += 1;
    return true;
  }

  release(address: string): void {
    const place = placeOf(address);
    const held = this.#held.get(place) ?? 0;
    if (held === 0) return;
    this.#all -= 1;
    if (held > 1) this.#held.set(place, held - 1);
    else this.#held.delete(place);
  }
}

/** Whoever has one IPv6 address has the 2^64 beside it as well: its first 64 bits count. */
export function placeOf(address: string): string {
  if (!address.includes(":")) return address;
  const [front = "", back] = address.split("::", 2);
  const groups = front === "" ? [] : front.split(":");
  const tail = back === undefined || back === "" ? 0 : back.split(":").length;
  const missing = back === undefined ? 0 : 8 - groups.length - tail;
  const whole = [
    ...groups,
    ...Array.from({ length: Math.max(0, missing) }, () => "0"),
    ...(back ?? "").split(":"),
  ];
  return whole.slice(0, 4).join(":");
}
