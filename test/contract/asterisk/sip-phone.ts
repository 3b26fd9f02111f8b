import { openDatagrams } from "./datagrams.ts";
import { beginDialog, type Dialog, type PhoneCall, token } from "./phone-call.ts";
import { openRtpEar, type RtpEar } from "./rtp-ear.ts";
import {
  type Address,
  audioSdp,
  formatSip,
  header,
  methodOf,
  parseSip,
  type SipMessage,
  statusOf,
} from "./sip-message.ts";

const host = "127.0.0.1";

/** A small SIP user agent on UDP: places calls at Asterisk and takes those that Asterisk places at it. */
export interface SipPhone {
  readonly address: Address;
  call(user: string, asteriskPort: number): Promise<PhoneCall>;
  /** The next incoming call. */
  incoming(): Promise<PhoneCall>;
  close(): Promise<void>;
}

export async function openSipPhone(): Promise<SipPhone> {
  const dialogs = new Map<string, Dialog>();
  const arrived: PhoneCall[] = [];
  const expecting: ((call: PhoneCall) => void)[] = [];
  const ears: RtpEar[] = [];
  // Opening a port for audio takes a moment, in which nothing may overtake the INVITE it is for.
  let turn = Promise.resolve();

  const socket = await openDatagrams((packet, from) => {
    const at = performance.now();
    turn = turn.then(() => receive(parseSip(packet), from, at));
  });
  const local = { host, port: socket.port };

  async function receive(message: SipMessage, from: Address, at: number): Promise<void> {
    const known = dialogs.get(header(message, "Call-ID"));
    if (known !== undefined) return known.receive(message);
    if (statusOf(message) !== undefined || methodOf(message) !== "INVITE") return;
    const call = await begin(message, from, at, false);
    const waiting = expecting.shift();
    if (waiting === undefined) arrived.push(call);
    else waiting(call);
  }

  async function begin(invite: SipMessage, peer: Address, at: number, placed: boolean): Promise<Dialog> {
    const audio = await openRtpEar();
    ears.push(audio);
    const send = (message: SipMessage) => socket.send(formatSip(message), peer);
    const dialog = beginDialog({ invite, at, audio, placed, local, peer, send });
    dialogs.set(header(invite, "Call-ID"), dialog);
    return dialog;
  }

  function inviteTo(user: string, peer: Address): SipMessage {
    return {
      start: `INVITE sip:${user}@${peer.host}:${peer.port} SIP/2.0`,
      headers: [
        ["Via", `SIP/2.0/UDP ${host}:${socket.port};branch=z9hG4bK${token()}`],
        ["Max-Forwards", "70"],
        ["From", `<sip:13800138000@${host}:${socket.port}>;tag=${token()}`],
        ["To", `<sip:${user}@${peer.host}:${peer.port}>`],
        ["Call-ID", token()],
        ["CSeq", "1 INVITE"],
        ["Contact", `<sip:phone@${host}:${socket.port}>`],
      ],
      body: "",
    };
  }

  return {
    address: local,
    call: async (user, asteriskPort) => {
      const peer = { host, port: asteriskPort };
      const invite = inviteTo(user, peer);
      const dialog = await begin(invite, peer, performance.now(), true);
      socket.send(formatSip({ ...invite, body: audioSdp(host, dialog.audio.port) }), peer);
      return dialog;
    },
    incoming: () =>
      new Promise((resolve) => {
        const call = arrived.shift();
        if (call === undefined) expecting.push(resolve);
        else resolve(call);
      }),
    close: async () => {
      await Promise.all(ears.map((ear) => ear.close()));
      await socket.close();
    },
  };
}
