import { randomBytes } from "node:crypto";
import type { RtpEar } from "./rtp-ear.ts";
import {
  type Address,
  audioSdp,
  header,
  headers,
  mediaAddress,
  methodOf,
  type SipMessage,
  statusOf,
  tagOf,
} from "./sip-message.ts";

export const token = (): string => randomBytes(6).toString("hex");
const branchOf = (message: SipMessage): string => /branch=([^;]+)/.exec(header(message, "Via"))?.[1] ?? "";

/** One dialog of a test phone, either direction. */
export interface PhoneCall {
  /** The INVITE that began it. */
  readonly invite: SipMessage;
  /** When the INVITE was sent or received, `performance.now()` milliseconds. */
  readonly at: number;
  readonly audio: RtpEar;
  /** The next request of that method, taken once. */
  request(method: string): Promise<SipMessage>;
  /** The response to our INVITE with that status. */
  response(status: number): Promise<SipMessage>;
  /** Answers the INVITE of an incoming call. */
  reply(status: number, reason: string): void;
  hangUp(): void;
}

export interface Dialog extends PhoneCall {
  receive(message: SipMessage): void;
}

export interface DialogOptions {
  readonly invite: SipMessage;
  readonly at: number;
  readonly audio: RtpEar;
  readonly placed: boolean;
  readonly local: Address;
  readonly peer: Address;
  readonly send: (message: SipMessage) => void;
}

/** Answers what must be answered by itself, keeps the rest until a test asks for it. */
export function beginDialog({ invite, at, audio, placed, local, peer, send }: DialogOptions): Dialog {
  const untaken: SipMessage[] = [];
  const takers: { fits: (message: SipMessage) => boolean; take: (message: SipMessage) => void }[] = [];
  const tag = token();
  const callId = header(invite, "Call-ID");
  const ours = placed ? header(invite, "From") : `${header(invite, "To")};tag=${tag}`;
  let theirs = placed ? header(invite, "To") : header(invite, "From");
  let sequence = placed ? 1 : 100;

  function respond(to: SipMessage, status: number, reason: string, body = ""): void {
    const given = header(to, "To");
    const vias = headers(to, "Via").map((via) => ["Via", via] as const);
    send({
      start: `SIP/2.0 ${status} ${reason}`,
      headers: [
        ...vias,
        ["From", header(to, "From")],
        ["To", tagOf(given) === "" ? `${given};tag=${tag}` : given],
        ["Call-ID", callId],
        ["CSeq", header(to, "CSeq")],
        ["Contact", `<sip:phone@${local.host}:${local.port}>`],
      ],
      body,
    });
  }

  function ask(method: string, number: number, branch: string): void {
    send({
      start: `${method} sip:fivenines@${peer.host}:${peer.port} SIP/2.0`,
      headers: [
        ["Via", `SIP/2.0/UDP ${local.host}:${local.port};branch=${branch}`],
        ["Max-Forwards", "70"],
        ["From", ours],
        ["To", theirs],
        ["Call-ID", callId],
        ["CSeq", `${number} ${method}`],
      ],
      body: "",
    });
  }

  function attendRequest(message: SipMessage): void {
    const method = methodOf(message);
    if (method === "ACK" || (method === "INVITE" && tagOf(header(message, "To")) === "")) return;
    respond(message, 200, "OK", method === "INVITE" ? audioSdp(local.host, audio.port) : "");
    if (method === "CANCEL") respond(invite, 487, "Request Terminated");
  }

  function attendFinal(message: SipMessage, status: number): void {
    theirs = header(message, "To");
    ask("ACK", 1, status >= 300 ? branchOf(invite) : `z9hG4bK${token()}`);
    if (status < 300) audio.talkTo(mediaAddress(message.body));
  }

  function next(fits: (message: SipMessage) => boolean): Promise<SipMessage> {
    return new Promise((take) => {
      const index = untaken.findIndex(fits);
      const [message] = index < 0 ? [] : untaken.splice(index, 1);
      if (message === undefined) takers.push({ fits, take });
      else take(message);
    });
  }

  return {
    invite,
    at,
    audio,
    receive: (message) => {
      const status = statusOf(message);
      if (status === undefined) attendRequest(message);
      else if (status >= 200 && methodOf(message) === "INVITE") attendFinal(message, status);
      const index = takers.findIndex(({ fits }) => fits(message));
      if (index < 0) untaken.push(message);
      else takers.splice(index, 1)[0]?.take(message);
    },
    request: (method) => next((message) => statusOf(message) === undefined && methodOf(message) === method),
    response: (status) => next((message) => statusOf(message) === status && methodOf(message) === "INVITE"),
    reply: (status, reason) => {
      const answers = status >= 200 && status < 300;
      respond(invite, status, reason, answers ? audioSdp(local.host, audio.port) : "");
      if (answers) audio.talkTo(mediaAddress(invite.body));
    },
    hangUp: () => {
      sequence += 1;
      ask("BYE", sequence, `z9hG4bK${token()}`);
    },
  };
}
