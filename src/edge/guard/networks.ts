import { BlockList, isIP } from "node:net";

/** Addresses and networks, as `192.0.2.7`, `198.51.100.0/24` or `2001:db8::/32`. */
export class Networks {
  readonly #list = new BlockList();

  /** Undefined where one of the texts is neither an address nor a network. */
  static parse(texts: readonly string[]): Networks | undefined {
    const networks = new Networks();
    return texts.every((text) => networks.#add(text)) ? networks : undefined;
  }

  has(address: string): boolean {
    const [bare = ""] = address.split("%", 1);
    const family = isIP(bare);
    return family !== 0 && this.#list.check(bare, family === 6 ? "ipv6" : "ipv4");
  }

  #add(text: string): boolean {
    const [, address = "", digits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
    const family = isIP(address);
    const bits = family === 6 ? 128 : 32;
    const prefix = digits === undefined ? bits : Number(digits);
    if (family === 0 || prefix > bits) return false;
    this.#list.addSubnet(address, prefix, family === 6 ? "ipv6" : "ipv4");
    return true;
  }
}
