import type { Draft } from "./dialog.ts";
import { contactUriOf, Exchange } from "./exchange.ts";
import type { Line } from "./line.ts";
import { parseAddress, splitList } from "./sip/address.ts";
import { headerOf, headersOf, type Response } from "./sip/message.ts";
import { freshToken } from "./sip/tokens.ts";

/** How to register. */
export interface RegisterOptions {
  /** Seconds; 3600 unless given. */
  readonly expires?: number;
  /** Register again by itself before the binding expires. */
  readonly renew?: boolean;
}

/** How a registration went. 408 also stands for no answer at all. */
export type Registered =
  | { readonly registered: true; readonly expiresSeconds: number }
  | { readonly registered: false; readonly status: number; readonly reason: string };

/** A line's binding at its registrar (RFC 3261 §10.2). */
export class Registration {
  readonly #line: Line;
  readonly #callId = freshToken();
  readonly #fromTag = freshToken();
  #cseq = 0;
  #renewal: NodeJS.Timeout | undefined;

  constructor(line: Line) {
    this.#line = line;
  }

  /** Binds this phone's contact; resolves with what the registrar said. */
  async register({ expires = 3_600, renew = false }: RegisterOptions = {}): Promise<Registered> {
    this.stopRenewing();
    const outcome = await this.#ask(expires);
    if (renew && outcome.registered) this.#renewAfter(outcome.expiresSeconds, expires);
    return outcome;
  }

  /** Takes the binding away. */
  async unregister(): Promise<Registered> {
    this.stopRenewing();
    return this.#ask(0);
  }

  stopRenewing(): void {
    clearTimeout(this.#renewal);
  }

  #renewAfter(grantedSeconds: number, expires: number): void {
    this.#renewal = setTimeout(() => void this.register({ expires, renew: true }), grantedSeconds * 800);
    this.#renewal.unref();
  }

  async #ask(expires: number): Promise<Registered> {
    const { promise, resolve } = Promise.withResolvers<Response>();
    const exchange = new Exchange(this.#line, this.#draft(expires), { final: resolve });
    const response = await promise;
    this.#cseq = exchange.cseq;
    if (response.status >= 300)
      return { registered: false, status: response.status, reason: response.reason };
    return { registered: true, expiresSeconds: this.#granted(response) ?? expires };
  }

  #draft(expires: number): Draft {
    const { server } = this.#line.account;
    if (server === undefined) throw new Error("a phone without a server has nowhere to register");
    this.#cseq += 1;
    const address = `<${this.#line.addressOfRecord}>`;
    return {
      method: "REGISTER",
      uri: `sip:${this.#line.domain}`,
      cseq: this.#cseq,
      headers: [
        ["From", `${address};tag=${this.#fromTag}`],
        ["To", address],
        ["Call-ID", this.#callId],
        ["Contact", `<${contactUriOf(this.#line)}>;expires=${expires}`],
        ["Expires", String(expires)],
      ],
      body: "",
      to: server,
    };
  }

  /** The registrar decides: its word stands at our contact, or for all in Expires (RFC 3261 §10.2.4). */
  #granted(response: Response): number | undefined {
    const ours = contactUriOf(this.#line);
    const contacts = headersOf(response, "Contact").flatMap(splitList).map(parseAddress);
    const own = contacts.find(({ uri }) => uri.startsWith(ours))?.parameters.get("expires");
    const general = headerOf(response, "Expires");
    const granted = own ?? (general === "" ? undefined : general);
    return granted === undefined ? undefined : Number(granted);
  }
}
