import type { Timer } from "../clock.ts";
import type { ConnectionSetting } from "./limits.ts";
import type { Connection, Protocol, Source } from "./transport.ts";

/** Who is at the other end of a connection. */
export interface Remote {
  readonly address: string;
  readonly port: number;
}

/**
 * What all connections that carry SIP have in common, whoever opened them: what begins has its time to
 * end, what stays silent for long is closed, and the end is told once.
 */
export abstract class SipConnection implements Connection {
  readonly protocol: Protocol;
  readonly address: string;
  readonly port: number;
  protected readonly setting: ConnectionSetting;
  #patience: Timer | undefined;
  #open = true;

  constructor(protocol: Protocol, remote: Remote, setting: ConnectionSetting) {
    this.protocol = protocol;
    this.address = remote.address;
    this.port = remote.port;
    this.setting = setting;
  }

  get open(): boolean {
    return this.#open;
  }

  /** Writes, if need be as soon as it can. `failed` is called where the bytes could not go out. */
  abstract write(bytes: Buffer, failed: () => void): void;
  /** Closes at once, without a word to the other side. */
  abstract close(): void;
  protected abstract local(): Pick<Source, "localAddress" | "localPort">;

  protected get waits(): boolean {
    return this.#patience !== undefined;
  }

  /** What is being waited for must come within `ms`, or the connection closes. */
  protected expectWithin(ms: number): void {
    this.relax();
    if (this.#open) this.#patience = this.setting.clock.after(ms, () => this.close());
  }

  protected relax(): void {
    this.#patience?.cancel();
    this.#patience = undefined;
  }

  protected source(): Source {
    const { protocol, address, port } = this;
    return { protocol, address, port, ...this.local(), connection: this };
  }

  /** To be called when the connection is gone; later calls do nothing. */
  protected gone(): void {
    if (!this.#open) return;
    this.relax();
    this.#open = false;
    this.setting.receiver.closed(this);
  }
}
