import { AGENT, type Centre } from "./centre.ts";
import { answerChallenge } from "./credentials.ts";
import { type Extra, PeerDialog, sdp } from "./dialog.ts";
import { NUMBER } from "./memory.ts";
import type { SipMessage } from "./message.ts";
import type { Peer } from "./peer.ts";

/** The carrier's INVITE to the centre's number, or to another. */
export function callIn(
  centre: Centre,
  extra: Extra & { dialled?: string; from?: string; peer?: Peer } = {},
): PeerDialog {
  const { dialled = NUMBER, from = '"Han" <sip:13800138000@carrier.example>', peer = centre.carrier } = extra;
  const uri = `sip:${dialled === "" ? "" : `${dialled}@`}127.0.0.1:${centre.sipPort}`;
  const call = PeerDialog.outgoing(peer, centre.sipPort, uri, from);
  call.send("INVITE", { body: sdp(4_000), ...extra });
  return call;
}

/** The softswitch's view of the next call that reaches it. */
export async function nextAtSwitch(centre: Centre): Promise<{ invite: SipMessage; leg: PeerDialog }> {
  const invite = await centre.softswitch.nextRequest("INVITE");
  return { invite, leg: PeerDialog.incoming(centre.softswitch, centre.sipPort, invite) };
}

/** A caller who talks to the softswitch. */
export async function talk(centre: Centre): Promise<{ caller: PeerDialog; leg: PeerDialog; call: string }> {
  const caller = callIn(centre);
  const { invite, leg } = await nextAtSwitch(centre);
  leg.answer(invite, 200, { body: sdp(5_000) });
  await caller.final("INVITE");
  caller.ack();
  await centre.softswitch.nextRequest("ACK");
  return { caller, leg, call: callIdOf(invite) };
}

/** The call's id, which is the user the softswitch is asked for. */
export const callIdOf = (invite: SipMessage): string => /^sip:([^@]*)@/.exec(invite.uri)?.[1] ?? "";

/** Registers a device; resolves with the last answer. */
export async function register(
  centre: Centre,
  device: Peer,
  options: {
    readonly who?: { readonly username: string; readonly password: string };
    readonly as?: string;
    readonly algorithm?: "MD5" | "SHA-256";
    readonly headers?: Extra["headers"];
    /** Goes on in the Call-ID of an earlier one. */
    readonly within?: PeerDialog;
  } = {},
): Promise<{ challenge: SipMessage; final: SipMessage; dialog: PeerDialog }> {
  const who = options.who ?? AGENT;
  const uri = `sip:127.0.0.1:${centre.sipPort}`;
  const address = `sip:${options.as ?? who.username}@127.0.0.1`;
  const dialog = options.within ?? PeerDialog.outgoing(device, centre.sipPort, address, `<${address}>`);
  const contact = dialog.contact().replace("sip:peer@", `sip:${who.username}@`);
  const headers = { Contact: contact, ...options.headers };
  const challenge = await dialog.request("REGISTER", { headers });
  if (challenge.status !== 401) return { challenge, final: challenge, dialog };
  const authorization = answerChallenge(challenge, who, "REGISTER", uri, options.algorithm);
  const final = await dialog.request("REGISTER", { headers: { ...headers, Authorization: authorization } });
  return { challenge, final, dialog };
}

/** The softswitch rings an agent. */
export function offer(centre: Centre, username = AGENT.username, extra: Extra = {}): PeerDialog {
  const leg = PeerDialog.outgoing(
    centre.softswitch,
    centre.sipPort,
    `sip:${username}@127.0.0.1:${centre.sipPort}`,
    '"Orders" <sip:13800138000@127.0.0.1>',
  );
  leg.send("INVITE", { body: sdp(5_002), ...extra });
  return leg;
}
