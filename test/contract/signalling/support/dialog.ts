import { randomBytes } from "node:crypto";
import { type SipMessage, tagIn, uriIn, writeMessage } from "./message.ts";
import type { Peer } from "./peer.ts";

const fresh = (): string => randomBytes(6).toString("hex");

export interface Extra {
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: string;
}

/** A plain offer or answer; `direction` as in `a=sendrecv`. */
export function sdp(port: number, direction = "sendrecv"): string {
  return [
    "v=0",
    `o=- ${port} 1 IN IP4 127.0.0.1`,
    "s=-",
    "c=IN IP4 127.0.0.1",
    "t=0 0",
    `m=audio ${port} RTP/AVP 8 101`,
    "a=rtpmap:101 telephone-event/8000",
    `a=${direction}`,
    "",
  ].join("\r\n");
}

const typed = (body: string): Record<string, string> =>
  body.startsWith("v=0") ? { "Content-Type": "application/sdp" } : {};

/** One far end's view of a dialog with the SIP server at `serverPort`, or of one transaction outside of any. */
export class PeerDialog {
  readonly peer: Peer;
  readonly serverPort: number;
  readonly callId: string;
  #localAddress: string;
  #remoteAddress: string;
  #target: string;
  #cseq: number;
  #lastInvite: { readonly via: string; readonly cseq: number; readonly uri: string } | undefined;

  /** For a request that starts something new. */
  static outgoing(peer: Peer, serverPort: number, to: string, from: string, callId = fresh()): PeerDialog {
    return new PeerDialog(peer, serverPort, callId, `${from};tag=${fresh()}`, `<${to}>`, to, 1);
  }

  /** For an INVITE that came in. */
  static incoming(peer: Peer, serverPort: number, invite: SipMessage): PeerDialog {
    const local = `${invite.header("To")};tag=${fresh()}`;
    const target = uriIn(invite.header("Contact"));
    return new PeerDialog(
      peer,
      serverPort,
      invite.header("Call-ID"),
      local,
      invite.header("From"),
      target,
      100,
    );
  }

  private constructor(
    peer: Peer,
    serverPort: number,
    callId: string,
    localAddress: string,
    remoteAddress: string,
    target: string,
    cseq: number,
  ) {
    this.peer = peer;
    this.serverPort = serverPort;
    this.callId = callId;
    this.#localAddress = localAddress;
    this.#remoteAddress = remoteAddress;
    this.#target = target;
    this.#cseq = cseq;
  }

  contact(): string {
    const transport = this.peer.transport === "TCP" ? ";transport=tcp" : "";
    return `<sip:peer@127.0.0.1:${this.peer.port}${transport}>`;
  }

  /** Sends a request and does not wait. */
  send(method: string, extra: Extra = {}): void {
    const cseq = this.#cseq;
    this.#cseq += 1;
    const via = this.#via();
    if (method === "INVITE") this.#lastInvite = { via, cseq, uri: this.#target };
    this.#write(
      method,
      this.#target,
      via,
      cseq,
      { Contact: this.contact(), ...extra.headers },
      extra.body ?? "",
    );
  }

  /** Sends a request and waits for its final answer; that of an INVITE is acknowledged by the caller of this. */
  async request(method: string, extra: Extra = {}): Promise<SipMessage> {
    this.send(method, extra);
    return this.final(method);
  }

  async final(method: string): Promise<SipMessage> {
    const final = await this.peer.nextFinal(this.callId, method);
    if (method === "INVITE") this.#heard(final);
    return final;
  }

  ack(body = ""): void {
    const invite = this.#lastInvite;
    if (invite === undefined) throw new Error("no INVITE to acknowledge");
    this.#write("ACK", this.#target, this.#via(), invite.cseq, {}, body);
  }

  cancel(headers: Extra["headers"] = {}): void {
    const invite = this.#lastInvite;
    if (invite === undefined) throw new Error("no INVITE to cancel");
    this.#write("CANCEL", invite.uri, invite.via, invite.cseq, headers, "");
  }

  /** Answers a request that came in. */
  answer(request: SipMessage, status: number, extra: Extra = {}): void {
    const body = extra.body ?? "";
    const headers = {
      Via: request.headers("Via"),
      From: request.header("From"),
      To: tagIn(request.header("To")) === "" ? this.#localAddress : request.header("To"),
      "Call-ID": this.callId,
      CSeq: request.header("CSeq"),
      ...(status < 300 ? { Contact: this.contact() } : {}),
      ...typed(body),
      ...extra.headers,
    };
    this.peer.send(writeMessage(`SIP/2.0 ${status} Answered`, headers, body), this.serverPort);
  }

  /** A failed INVITE is acknowledged in its own transaction; an accepted one gives dialog and target. */
  #heard(final: SipMessage): void {
    const invite = this.#lastInvite;
    if (invite === undefined) return;
    if ((final.status ?? 0) >= 300) {
      const headers = { To: final.header("To") };
      this.#write("ACK", invite.uri, invite.via, invite.cseq, headers, "");
      return;
    }
    this.#remoteAddress = final.header("To");
    this.#target = uriIn(final.header("Contact")) || this.#target;
  }

  #via(): string {
    return `SIP/2.0/${this.peer.transport} 127.0.0.1:${this.peer.port};branch=z9hG4bK${fresh()};rport`;
  }

  #write(
    method: string,
    uri: string,
    via: string,
    cseq: number,
    headers: Extra["headers"],
    body: string,
  ): void {
    const all = {
      Via: via,
      "Max-Forwards": "70",
      From: this.#localAddress,
      To: this.#remoteAddress,
      "Call-ID": this.callId,
      CSeq: `${cseq} ${method}`,
      ...typed(body),
      ...headers,
    };
    this.peer.send(writeMessage(`${method} ${uri} SIP/2.0`, all, body), this.serverPort);
  }
}
