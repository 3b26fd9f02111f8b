import JsSIP from "jssip";
import type { RTCSession } from "jssip/lib/RTCSession.js";
import type { Happening, Media, Settings } from "./settings.ts";

/** Everything a test may ask of the telephone; what comes of it is told by `tell`. */
interface Phone {
  start(settings: Settings): void;
  signOff(): void;
  call(user: string): void;
  answer(): void;
  hangUp(): void;
  hold(): void;
  resume(): void;
  dial(digit: string): void;
  media(): Promise<Media>;
}

declare global {
  var phone: Phone;
  /** Given to the page by the test. */
  function tell(happening: Happening): Promise<void>;
}

const AUDIO = { mediaConstraints: { audio: true, video: false } };

let agent: JsSIP.UA | undefined;
let session: RTCSession | undefined;

function said(type: Happening["type"]): (event?: { readonly cause?: string | undefined }) => void {
  return (event) => void tell({ type, detail: event?.cause ?? "" });
}

function started({ url, user, password }: Settings): JsSIP.UA {
  const ua = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(url)],
    uri: `sip:${user}@example.invalid`,
    password,
    register_expires: 300,
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 1,
  });
  ua.on("connected", () => said("connected")());
  ua.on("disconnected", () => said("disconnected")());
  ua.on("registered", () => said("registered")());
  ua.on("unregistered", said("unregistered"));
  ua.on("registrationFailed", ({ cause }: { cause?: string }) => said("registration-failed")({ cause }));
  ua.on("newRTCSession", ({ session, originator }: { session: RTCSession; originator: string }) => {
    follow(session);
    if (originator === "remote") said("called")();
  });
  ua.start();
  return ua;
}

/** Tells what becomes of a call, and keeps its media on loopback. */
function follow(call: RTCSession): void {
  session = call;
  call.on("sdp", (event) => {
    const lines = event.sdp.split("\r\n");
    event.sdp = lines.filter((line) => !/^a=candidate:(?!.* 127\.0\.0\.1 )/.test(line)).join("\r\n");
  });
  call.on("progress", () => said("ringing")());
  call.on("confirmed", () => said("established")());
  call.on("ended", said("ended"));
  call.on("failed", said("failed"));
  call.on("hold", () => said("held")());
  call.on("unhold", () => said("resumed")());
  call.on("newDTMF", (event) => {
    if (String(event.originator) === "remote") void tell({ type: "dtmf", detail: event.dtmf.tone });
  });
}

function must(begun: boolean): void {
  if (!begun) throw new Error("not now");
}

function current(): RTCSession {
  if (!session) throw new Error("there is no call");
  return session;
}

async function media(): Promise<Media> {
  const { connection } = current();
  let bytesReceived = 0;
  const stats = await connection.getStats();
  stats.forEach((one: { type: string; bytesReceived?: number }) => {
    if (one.type === "inbound-rtp") bytesReceived += one.bytesReceived ?? 0;
  });
  return { state: connection.connectionState, bytesReceived };
}

globalThis.phone = {
  start: (settings) => {
    agent = started(settings);
  },
  signOff: () => agent?.unregister(),
  call: (user) => void agent?.call(`sip:${user}@example.invalid`, AUDIO),
  answer: () => current().answer(AUDIO),
  hangUp: () => current().terminate(),
  hold: () => must(current().hold({}, said("changed"))),
  resume: () => must(current().unhold({}, said("changed"))),
  dial: (digit) => current().sendDTMF(digit, { transportType: JsSIP.C.DTMF_TRANSPORT.INFO }),
  media,
};
