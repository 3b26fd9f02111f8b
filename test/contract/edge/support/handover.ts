import { expect } from "vitest";
import type { ManualClock } from "../../../../src/edge/manual-clock.ts";
import { ControlClient } from "./control-client.ts";
import type { UdpPhone } from "./phones.ts";
import { branchOf, field, SDP, tagIn } from "./sip-text.ts";
import type { World } from "./world.ts";

/** A line of the list of what there is to adopt. */
export type Line = Readonly<Record<string, unknown>>;

/** An application that named its estate, spoken by hand. */
export class NamedApp {
  readonly client: ControlClient;
  readonly #world: World;

  private constructor(world: World, client: ControlClient) {
    this.#world = world;
    this.client = client;
  }

  static async open(world: World, tags = "app:centre"): Promise<NamedApp> {
    return new NamedApp(world, await ControlClient.authenticated(world.edge.controlPort, tags));
  }

  async takes(...methods: readonly string[]): Promise<this> {
    for (const method of methods) await this.client.command(`route|${method}`);
    return this;
  }

  /** The next message, and the ids it came with. */
  async next(method: string) {
    const { line, text } = await this.client.sip((_line, sip) => sip.startsWith(`${method} `));
    const fields = line.split("|");
    return { transactionId: fields[8] ?? "", dialogId: fields[9] ?? "", text };
  }

  async respond(transactionId: string, status: number, body = "", ...headers: string[]): Promise<string> {
    const head = [`SIP/2.0 ${status} Said so`, ...headers].join("\r\n");
    return this.client.command(`sip|${transactionId}|\r\n${head}\r\n\r\n${body}`);
  }

  /** Sends a request inside a dialog. */
  async request(dialogId: string, method: string, more = ""): Promise<string> {
    return this.client.command(`sip||${dialogId}\r\n${method} sip:placeholder SIP/2.0\r\n${more}\r\n`);
  }

  async list(): Promise<Line[]> {
    const answer = await this.client.command("list");
    return linesOf(answer);
  }

  async adopt(...names: readonly string[]): Promise<string> {
    return this.client.command(`adopt|${names.join("|")}`);
  }

  /** Dies; resolves when the server has noticed. */
  async die(): Promise<void> {
    const { apps } = this.#world.edge.counts();
    this.client.drop();
    await expect.poll(() => this.#world.edge.counts().apps).toBe(apps - 1);
  }
}

/** The lines after the first one of an answer to `list`. */
export function linesOf(answer: string): Line[] {
  const body = answer.slice(answer.indexOf("\r\n") + 2);
  return body === "" ? [] : body.split("\n").map((line): Line => JSON.parse(line));
}

/** A call that the application answered, not acknowledged yet; `inDialog` continues it. */
export async function answered(app: NamedApp, phone: UdpPhone, callId: string, ...headers: string[]) {
  phone.request({ method: "INVITE", callId, headers, body: SDP });
  const { transactionId } = await app.next("INVITE");
  await app.respond(transactionId, 200, SDP.replace("4000", "6000"));
  const ok = await phone.status(200);
  return { inDialog: { callId, to: field(ok, "To") }, transactionId, dialogId: `${callId};from-tag=caller1` };
}

/** A call in progress in which the phone called. */
export async function talking(app: NamedApp, phone: UdpPhone, callId: string, ...headers: string[]) {
  const call = await answered(app, phone, callId, ...headers);
  phone.request({ method: "ACK", ...call.inDialog });
  await app.next("ACK");
  return call;
}

/** An INVITE of the application's that the phone has; `dialogId` is known to both. */
export async function calling(app: NamedApp, phone: UdpPhone, callId: string, body = SDP) {
  const head = `From: <sip:app@localhost>;tag=app1\r\nCall-ID: ${callId}\r\nContent-Type: application/sdp`;
  const sent = await app.client.command(
    `sip||\r\nINVITE sip:agent@127.0.0.1:${phone.place.port} SIP/2.0\r\n${head}\r\n\r\n${body}`,
  );
  const invite = await phone.method("INVITE");
  const transactionId = sent.split("|")[7] ?? "";
  return { invite, transactionId, dialogId: `${callId};from-tag=app1`, branch: branchOf(invite) };
}

/** A call in progress in which the phone was called. */
export async function called(app: NamedApp, phone: UdpPhone, callId: string) {
  const { invite, dialogId } = await calling(app, phone, callId);
  phone.respond(invite, { status: 200, tag: "agent", body: SDP });
  await app.next("SIP/2.0 200");
  await app.request(dialogId, "ACK");
  await phone.method("ACK");
  return { dialogId, inDialog: { callId, fromTag: "agent", to: `<sip:app@h>;tag=${tagIn(invite, "From")}` } };
}

/** What waits is told so long after the adoption. */
export const EVENTS_AFTER_MS = 20;

/** The next application of that name takes all over; what waited has been written to it. */
export async function successorIn(
  world: World,
  clock: ManualClock,
): Promise<{ readonly heir: NamedApp; readonly answer: Awaited<ReturnType<NamedApp["adopt"]>> }> {
  const heir = await NamedApp.open(world);
  const answer = await heir.adopt("all");
  clock.advance(EVENTS_AFTER_MS);
  return { heir, answer };
}
