import type { Account } from "./account.ts";
import { type ClientTransaction, type ResponseListener, withinTransaction } from "./client-transaction.ts";
import type { Draft } from "./dialog.ts";
import type { Endpoint } from "./endpoint.ts";
import { authorization, type Challenge, readChallenge } from "./sip/digest.ts";
import { type Header, headersOf, type Request, type Response } from "./sip/message.ts";
import { freshBranch, freshToken } from "./sip/tokens.ts";

const mostTries = 3;

/** Who asks, and through which socket. */
export interface Asking {
  readonly endpoint: Endpoint;
  readonly account: Account;
}

/** What becomes of an exchange: the responses, but not the challenges that were answered on the way. */
export interface ExchangeListener {
  provisional?(response: Response, request: Request): void;
  final(response: Response, request: Request): void;
  successAgain?(): void;
}

/** One request of a phone, tried again with credentials when it is challenged (RFC 3261 §22). */
export class Exchange {
  readonly #asking: Asking;
  readonly #listener: ExchangeListener;
  #draft: Draft;
  #tries = 0;
  #answered: Challenge | undefined;
  #transaction: ClientTransaction | undefined;
  #cancelling = false;

  constructor(asking: Asking, draft: Draft, listener: ExchangeListener) {
    this.#asking = asking;
    this.#draft = draft;
    this.#listener = listener;
    this.#try([]);
  }

  /** The sequence number of the last try. */
  get cseq(): number {
    return this.#draft.cseq;
  }

  /** Cancels an INVITE, as soon as the server has shown that it holds it (RFC 3261 §9.1). */
  cancel(): void {
    this.#cancelling = true;
    if (this.#transaction?.at === "proceeding") this.#sendCancel(this.#transaction);
  }

  #try(credentials: readonly Header[]): void {
    this.#tries += 1;
    const request = requestOf(this.#asking, this.#draft, credentials);
    const listener: ResponseListener = {
      provisional: (response) => this.#proceed(response, request),
      final: (response) => this.#finish(response, request),
      successAgain: () => this.#listener.successAgain?.(),
    };
    this.#transaction = this.#asking.endpoint.request(request, this.#draft.to, listener);
  }

  #proceed(response: Response, request: Request): void {
    if (this.#cancelling && this.#transaction !== undefined) this.#sendCancel(this.#transaction);
    this.#listener.provisional?.(response, request);
  }

  #finish(response: Response, request: Request): void {
    const credentials = this.#cancelling ? undefined : this.#credentialsFor(response);
    if (credentials === undefined) return this.#listener.final(response, request);
    this.#draft = { ...this.#draft, cseq: this.#draft.cseq + 1 };
    this.#try([credentials]);
  }

  #sendCancel({ request, to }: ClientTransaction): void {
    this.#cancelling = false;
    this.#asking.endpoint.request(withinTransaction(request, "CANCEL"), to, { final: () => undefined });
  }

  /** Undefined when there is no challenge, no password, or the same challenge has refused us already. */
  #credentialsFor(response: Response): Header | undefined {
    const byProxy = response.status === 407;
    if ((response.status !== 401 && !byProxy) || this.#tries >= mostTries) return undefined;
    const challenge = readChallenge(headersOf(response, byProxy ? "Proxy-Authenticate" : "WWW-Authenticate"));
    const { password, username } = this.#asking.account;
    if (challenge === undefined || password === undefined) return undefined;
    if (this.#answered !== undefined && !challenge.stale) return undefined;
    this.#answered = challenge;
    const { method, uri } = this.#draft;
    const input = { username, password, method, uri, cnonce: freshToken(), nonceCount: 1 };
    return [byProxy ? "Proxy-Authorization" : "Authorization", authorization(challenge, input)];
  }
}

/** Completes a draft: Via with a fresh branch, Contact, and what every request carries. */
export function requestOf(
  { endpoint, account }: Asking,
  draft: Draft,
  more: readonly Header[] = [],
): Request {
  const here = `${endpoint.host}:${endpoint.port}`;
  return {
    kind: "request",
    method: draft.method,
    uri: draft.uri,
    headers: [
      ["Via", `SIP/2.0/UDP ${here};rport;branch=${freshBranch()}`],
      ["Max-Forwards", "70"],
      ...draft.headers,
      ["CSeq", `${draft.cseq} ${draft.method}`],
      ...(draft.headers.some(([name]) => name === "Contact") ? [] : [contactOf({ endpoint, account })]),
      ...more,
      ...(draft.body === "" ? [] : [["Content-Type", "application/sdp"] as const]),
    ],
    body: draft.body,
  };
}

/** Where this phone can be reached. */
export function contactOf({ endpoint, account }: Asking): Header {
  return ["Contact", `<${contactUriOf({ endpoint, account })}>`];
}

/** The URI of that Contact. */
export function contactUriOf({ endpoint, account }: Asking): string {
  return `sip:${encodeURIComponent(account.username)}@${endpoint.host}:${endpoint.port}`;
}
