import type { Log } from "../../dispatch/index.ts";
import type { CallId } from "../../ids.ts";
import type { Admission, Arrival, Occupancy } from "../../tenancy/index.ts";
import type { Authentication } from "./authentication.ts";
import { BackToBack, type Room } from "./back-to-back.ts";
import { digestAnswers } from "./digest.ts";
import { callerIdentity, fromHeader, nextMaxForwards, unsupportedOptions, userOf } from "./headers.ts";
import type { LiveCalls } from "./live-calls.ts";
import type { Headers, Incoming } from "./message.ts";
import type { AdmissionDesk, CallEvents, Credentials, Ids } from "./ports.ts";
import { AGENTS_DO_NOT_DIAL, refusalBySwitch, refusalOfCall } from "./refusals.ts";
import { type SwitchAddress, uriAt } from "./switch-address.ts";
import { parseUri } from "./uri.ts";

type Admitted = Extract<Admission, { admitted: true }>;

/** The softswitch is near: at the third INVITE without a sound it is down. */
const SWITCH_MAY_BE_SILENT_MS = 2_000;

/** Takes the INVITEs of callers. */
export interface CallerDesk {
  take(invite: Incoming): Promise<void>;
}

export interface CallerRoom extends Room {
  readonly admission: AdmissionDesk;
  readonly authentication: Authentication;
  readonly credentials: Credentials;
  readonly calls: CallEvents;
  readonly liveCalls: LiveCalls;
  readonly ids: Ids;
  readonly switchAddress: SwitchAddress;
  readonly realm: string;
  readonly log: Log;
  readonly occupancy: Occupancy;
}

/** Admits a caller and joins it to the softswitch. The way of a known trunk's call has no wait in it. */
export function createCallerDesk(room: CallerRoom): CallerDesk {
  return {
    async take(invite) {
      const hops = nextMaxForwards(invite.header("Max-Forwards"));
      if (hops === "too-many-hops") return invite.answer(483);
      const unsupported = unsupportedOptions(invite.header("Require"));
      if (unsupported.length > 0)
        return invite.answer(420, { headers: { Unsupported: unsupported.join(", ") } });
      const arrival = arrivalOf(invite);
      const admission = room.admission.admit(room.occupancy, arrival);
      if (admission.admitted) return joinToSwitch(room, invite, admission, hops);
      if (admission.why === "unknown-trunk") return takeByDigest(room, invite, arrival, hops);
      return refuse(invite, refusalOfCall(admission.why, arrival.dialled));
    },
  };
}

/** The number is taken as dialled: visual separators belong to tel URIs only, and those are without them already. */
function arrivalOf(invite: Incoming): Arrival {
  const { address, port } = invite.source;
  return { source: { address, port }, dialled: parseUri(invite.uri)?.user ?? "" };
}

function refuse(invite: Incoming, refused: { readonly status: number; readonly headers: Headers }): void {
  invite.answer(refused.status, { headers: refused.headers });
}

/** From an address we do not know, a caller may prove to be a trunk; nobody else is even challenged. */
async function takeByDigest(
  room: CallerRoom,
  invite: Incoming,
  arrival: Arrival,
  hops: number,
): Promise<void> {
  let cancelled = false;
  invite.onCancel(() => {
    cancelled = true;
  });
  const credential = await room.credentials.lookup(claimedUser(invite, room.realm));
  if (credential?.kind === "agent") return refuse(invite, AGENTS_DO_NOT_DIAL);
  if (credential === undefined) return refuse(invite, refusalOfCall("unknown-trunk", arrival.dialled));
  const verdict = await room.authentication.check(invite, "Proxy-Authorization");
  if (cancelled) return undefined;
  if (!verdict.proven) {
    if (verdict.challenges === "none") return invite.answer(403);
    return invite.answer(407, { headers: { "Proxy-Authenticate": verdict.challenges } });
  }
  if (verdict.credential.kind === "agent") return refuse(invite, AGENTS_DO_NOT_DIAL);
  const admission = room.admission.admit(room.occupancy, { ...arrival, authenticatedAs: verdict.username });
  if (admission.admitted) return joinToSwitch(room, invite, admission, hops);
  return refuse(invite, refusalOfCall(admission.why, arrival.dialled));
}

function claimedUser(invite: Incoming, realm: string): string {
  const [answer] = digestAnswers(invite.header("Proxy-Authorization") ?? "", realm);
  return answer?.username ?? userOf(invite.header("From")) ?? "";
}

function joinToSwitch(room: CallerRoom, invite: Incoming, admitted: Admitted, hops: number): void {
  const call = room.ids.callId();
  const caller = callerIdentity(invite.header("P-Asserted-Identity"), invite.header("From"));
  const joint = new BackToBack(room, call, invite, {
    targetFailed(failure) {
      const refused = refusalBySwitch(failure);
      const { kind } = failure;
      const status = kind === "unreachable" ? failure.status : failure.answer.status;
      room.log.warn({ call, kind, status }, "the softswitch did not take a call");
      joint.refuse(refused.status, refused.headers);
    },
    over(why) {
      room.liveCalls.left(admitted.tenant);
      room.calls.callerGone(call, why);
    },
  });
  enter(room, admitted, call, caller.user);
  joint.ring({
    uri: uriAt(room.switchAddress, call),
    headers: { From: fromHeader(caller), "Max-Forwards": String(hops) },
    mayBeSilentMs: SWITCH_MAY_BE_SILENT_MS,
  });
}

/** From here on the call counts, and whoever decides about it knows it before the softswitch does. */
function enter(room: CallerRoom, admitted: Admitted, call: CallId, caller: string): void {
  const { tenant, number, flow } = admitted;
  room.liveCalls.entered(tenant);
  room.log.info({ call, tenant, trunk: admitted.trunk }, "call admitted");
  room.calls.callAdmitted({ call, tenant, number, flow, caller });
}
