import { Inbox } from "./inbox.ts";
import type { UdpPhone } from "./phones.ts";
import { field, type RequestText, SDP } from "./sip-text.ts";
import type { SipMessage, Srf, SrfDialog, SrfRequest } from "./srf.ts";
import { type Arrival, appTaking, type Taker } from "./taking.ts";
import type { World } from "./world.ts";

/** A phone's INVITE that waits for the application's answer. */
export interface CallIn extends Taker, Arrival {
  readonly phone: UdpPhone;
  readonly invite: string;
  /** What a request inside the dialog has in common with others; `answer` brought the To tag. */
  readonly inDialog: (answer: string) => Pick<RequestText, "callId" | "to" | "uri">;
}

/** A phone calls; the application has been told. */
export async function callIn(world: World, request: Partial<RequestText> = {}): Promise<CallIn> {
  const app = await appTaking(world, "invite");
  const phone = await world.udpPhone();
  const invite = phone.request({ method: "INVITE", body: SDP, ...request });
  const arrival = await app.next("invite");
  const inDialog = (answer: string) => ({
    callId: field(invite, "Call-ID"),
    to: field(answer, "To"),
    uri: contactOf(answer) || "sip:98668@127.0.0.1",
  });
  return { ...app, ...arrival, phone, invite, inDialog };
}

/** A phone's call that the application answered, with the ACK passed on. */
export async function talkIn(world: World, request: Partial<RequestText> = {}, opts: object = {}) {
  const call = await callIn(world, request);
  const dialog = await call.srf.createUAS(call.req, call.res, { localSdp: SDP, ...opts });
  const ok = await call.phone.status(200);
  const acked = new Promise((resolve) => dialog.once("ack", resolve));
  const inDialog = call.inDialog(ok);
  call.phone.request({ ...inDialog, method: "ACK" });
  await acked;
  return { ...call, dialog, ok, inDialog };
}

/** An application's INVITE on its way to a phone. */
export interface CallOut {
  readonly srf: Srf;
  readonly phone: UdpPhone;
  readonly outcome: Promise<SrfDialog>;
  readonly invite: string;
  readonly request: SrfRequest;
  readonly provisional: (status: number) => Promise<SipMessage>;
  /** What a phone's request inside the dialog has in common with others. */
  readonly inDialog: Pick<RequestText, "callId" | "to" | "uri">;
}

/** The application calls a phone, which has not answered. */
export async function callOut(world: World, opts: object = {}): Promise<CallOut> {
  const srf = await world.app();
  const phone = await world.udpPhone();
  const requests = new Inbox<SrfRequest>();
  const provisional = new Inbox<SipMessage>();
  const outcome = srf.createUAC(
    `sip:callee@127.0.0.1:${phone.place.port}`,
    { localSdp: SDP, ...opts },
    {
      cbRequest: (_error, request) => requests.put(request),
      cbProvisional: (response) => provisional.put(response),
    },
  );
  // A test that looks at the failure later must not have it reported as unhandled before.
  outcome.catch(() => undefined);
  const invite = await phone.method("INVITE");
  const request = await requests.take(() => true, "the request as sent");
  return {
    srf,
    phone,
    outcome,
    invite,
    request,
    provisional: (status) => provisional.take((one) => one.status === status, `a ${status}`),
    inDialog: { callId: field(invite, "Call-ID"), to: field(invite, "From"), uri: contactOf(invite) },
  };
}

/** An application's call that the phone answered, acknowledged. The phone's tag is `callee1`. */
export async function talkOut(world: World, opts: object = {}, headers: readonly string[] = []) {
  const call = await callOut(world, opts);
  call.phone.respond(call.invite, { status: 200, tag: "callee1", body: SDP, headers });
  const dialog = await call.outcome;
  const ack = await call.phone.method("ACK");
  return { ...call, dialog, ack, inDialog: { ...call.inDialog, fromTag: "callee1" } };
}

/** The URI in a message's Contact. */
export function contactOf(message: string): string {
  return /<([^>]+)>/.exec(field(message, "Contact"))?.[1] ?? field(message, "Contact");
}

/** How a call failed; throws where it did not. */
export async function failureOf(outcome: Promise<unknown>): Promise<unknown> {
  try {
    await outcome;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}

/** Resolves with the reason once the other side, or the server, ended a dialog. */
export async function destroyed(dialog: SrfDialog): Promise<string> {
  return new Promise((resolve) => dialog.once("destroy", (_bye: unknown, reason: string) => resolve(reason)));
}

/** The CSeq number of a message. */
export function cseqOf(message: string): number {
  return Number.parseInt(field(message, "CSeq"), 10);
}
