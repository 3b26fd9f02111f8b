import { type Destination, destinationOf, parseAddress, splitList } from "./sip/address.ts";
import { cseqOf, type Header, headerOf, headersOf, type Request, type Response } from "./sip/message.ts";

/** A request before it is given its Via, Contact and credentials. */
export interface Draft {
  readonly method: string;
  readonly uri: string;
  readonly cseq: number;
  readonly headers: readonly Header[];
  readonly body: string;
  readonly to: Destination;
}

interface Ends {
  readonly callId: string;
  /** As From of our requests holds it, tag included. */
  readonly local: string;
  readonly remote: string;
  readonly routes: readonly string[];
  readonly target: string;
  readonly cseq: number;
}

/** A SIP dialog (RFC 3261 §12) as one of its two ends sees it. */
export class Dialog {
  readonly callId: string;
  readonly localTag: string;
  readonly #ends: Ends;
  #cseq: number;
  #target: string;

  /** From an INVITE that came in, and the tag of our answer. */
  static answering(invite: Request, localTag: string): Dialog {
    return new Dialog({
      callId: headerOf(invite, "Call-ID"),
      local: `${headerOf(invite, "To")};tag=${localTag}`,
      remote: headerOf(invite, "From"),
      routes: headersOf(invite, "Record-Route").flatMap(splitList),
      target: contactOf(invite) ?? parseAddress(headerOf(invite, "From")).uri,
      cseq: 0,
    });
  }

  /** From an INVITE we sent and its answer. */
  static answered(invite: Request, response: Response): Dialog {
    return new Dialog({
      callId: headerOf(invite, "Call-ID"),
      local: headerOf(invite, "From"),
      remote: headerOf(response, "To"),
      routes: headersOf(response, "Record-Route").flatMap(splitList).toReversed(),
      target: contactOf(response) ?? invite.uri,
      cseq: cseqOf(invite).number,
    });
  }

  private constructor(ends: Ends) {
    this.#ends = ends;
    this.callId = ends.callId;
    this.localTag = parseAddress(ends.local).parameters.get("tag") ?? "";
    this.#cseq = ends.cseq;
    this.#target = ends.target;
  }

  /** The peer's Contact may change with each of its INVITEs (RFC 3261 §12.2.2). */
  retarget(message: Request): void {
    this.#target = contactOf(message) ?? this.#target;
  }

  /** The next request within this dialog. */
  request(method: string): Draft {
    this.#cseq += 1;
    return this.#draft(method, this.#cseq);
  }

  /** The ACK of a 2xx (RFC 3261 §13.2.2.4): the number of its INVITE. */
  ack(inviteCseq: number): Draft {
    return this.#draft("ACK", inviteCseq);
  }

  #draft(method: string, cseq: number): Draft {
    const { callId, local, remote, routes } = this.#ends;
    const headers: Header[] = [
      ...routes.map((route): Header => ["Route", route]),
      ["From", local],
      ["To", remote],
      ["Call-ID", callId],
    ];
    const firstHop = routes[0] === undefined ? this.#target : parseAddress(routes[0]).uri;
    return { method, uri: this.#target, cseq, headers, body: "", to: destinationOf(firstHop) };
  }
}

function contactOf(message: Request | Response): string | undefined {
  const contact = headerOf(message, "Contact");
  return contact === "" ? undefined : parseAddress(contact).uri;
}
