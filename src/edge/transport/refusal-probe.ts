import { createSocket, type Socket, type SocketType } from "node:dgram";
import type { Clock } from "../clock.ts";
import { RecentSet } from "../recent-set.ts";
import type { Remote } from "./sip-connection.ts";
import type { Family } from "./transport.ts";

/** What a host that was never heard from is asked with: nothing, as SIP takes it (RFC 3261 7.5). */
const NOTHING = Buffer.from("\r\n\r\n");
/** How long an ICMP message is waited for, and then an answer that proves it wrong. */
const WAIT_MS = 500;
const MOST_AT_ONCE = 64;
const REMEMBER_MS = 300_000;
const MOST_REMEMBERED = 20_000;

/**
 * Notices UDP ports that are closed (RFC 3261 18.4). The socket SIP goes out by is not told of the ICMP
 * messages its packets cause; one connected to a single place is. So when something is sent where nothing
 * was heard from lately, a few bytes follow it from a socket of their own. A refusal only counts if the
 * place stays silent for a while: some firewalls refuse all ports but the one of SIP.
 */
export class RefusalProbe {
  readonly #clock: Clock;
  readonly #type: SocketType;
  readonly #from: string;
  readonly #heard: RecentSet;
  readonly #asked = new Map<string, (() => void)[]>();
  readonly #sockets = new Set<Socket>();

  constructor(clock: Clock, family: Family, localAddress: string) {
    this.#clock = clock;
    this.#type = family === "ipv6" ? "udp6" : "udp4";
    this.#from = localAddress;
    this.#heard = new RecentSet(clock, REMEMBER_MS, MOST_REMEMBERED);
  }

  /** Something came from there. */
  heard(place: Remote): void {
    this.#heard.add(nameOf(place));
  }

  /** Something was sent there; `refused` is called, later, where nobody listens. */
  sent(place: Remote, refused: () => void): void {
    const name = nameOf(place);
    if (this.#heard.has(name)) return;
    const already = this.#asked.get(name);
    if (already) already.push(refused);
    else if (this.#asked.size < MOST_AT_ONCE) this.#ask(name, place, refused);
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
    this.#sockets.clear();
    this.#asked.clear();
  }

  #ask(name: string, { address, port }: Remote, refused: () => void): void {
    const asking = [refused];
    this.#asked.set(name, asking);
    const socket = createSocket({ type: this.#type });
    this.#sockets.add(socket);
    // No word within the wait says that nobody refuses.
    const patience = this.#clock.after(WAIT_MS, () => end("nobody refuses"));
    const end = (found: "refused" | "nobody refuses"): void => {
      if (!this.#sockets.delete(socket)) return;
      patience.cancel();
      socket.close();
      if (found === "refused") this.#confirm(name, asking);
      else this.#settle(name);
    };
    socket.on("error", (error) => end(isRefusal(error) ? "refused" : "nobody refuses"));
    socket.bind({ address: this.#from, port: 0 }, () => {
      socket.connect(port, address, () => socket.send(NOTHING));
    });
  }

  /** A refusal is believed when nothing was heard by then. */
  #confirm(name: string, asking: readonly (() => void)[]): void {
    this.#clock.after(WAIT_MS, () => {
      this.#asked.delete(name);
      if (!this.#heard.has(name)) for (const refused of asking) refused();
    });
  }

  #settle(name: string): void {
    this.#asked.delete(name);
    this.#heard.add(name);
  }
}

function isRefusal(error: Error): boolean {
  return "code" in error && error.code === "ECONNREFUSED";
}

function nameOf({ address, port }: Remote): string {
  return `${address} ${port}`;
}
