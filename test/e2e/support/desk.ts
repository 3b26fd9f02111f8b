import { expect } from "vitest";
import type { FeedEvent } from "../../../src/dispatch/index.ts";
import { AgentId } from "../../../src/ids.ts";
import { type Conversation, createPhone, type IncomingCall, type Phone } from "../../support/phone/index.ts";
import { within } from "../../support/phone/within.ts";
import type { Feed } from "./feed.ts";
import { patienceMs } from "./patience.ts";
import type { Premises } from "./premises.ts";
import type { AgentSeen, TenantApi, Wish } from "./tenant-api.ts";

type StateChange = Extract<FeedEvent, { type: "agent-state-changed" }>;
type StateName = StateChange["state"]["at"];

/** An agent's desk as the stories need it. */
export interface DeskParts {
  readonly premises: Premises;
  readonly api: TenantApi;
  readonly feed: Feed;
  /** The agent's key within the tenant. */
  readonly key: string;
  readonly toneHz: number;
  /** Another password than the right one. */
  readonly password?: string;
}

/** An agent: a real phone, and the agent's wishes at the API. The phone hums a tone of its own in every call. */
export class Desk {
  readonly id: AgentId;
  readonly phone: Phone;
  readonly toneHz: number;
  readonly #parts: DeskParts;
  #latest: StateChange | undefined;
  #vanished = false;

  /** Sets up the desk; the phone is not registered yet. */
  static async of(parts: DeskParts): Promise<Desk> {
    const { premises, api, key, toneHz } = parts;
    const seen = (await api.agents()).find((agent) => agent.key === key);
    const configured = premises.document.tenants
      .flatMap(({ agents }) => agents)
      .find((one) => one.key === key);
    if (seen === undefined || configured === undefined) throw new Error(`there is no agent ${key}`);
    const { sipUsername } = configured;
    const phone = await createPhone({
      username: sipUsername,
      password: parts.password ?? premises.credentials.passwords[sipUsername] ?? "",
      server: { host: premises.host, port: premises.sipPort },
      sound: { toneHz },
    });
    return new Desk(parts, seen, phone);
  }

  private constructor(parts: DeskParts, { id }: AgentSeen, phone: Phone) {
    this.#parts = parts;
    this.id = AgentId(id);
    this.phone = phone;
    this.toneHz = parts.toneHz;
  }

  /** How many INVITEs reached the phone. */
  get timesRung(): number {
    const invites = this.phone.log.filter(
      ({ direction, startLine }) => direction === "received" && startLine.startsWith("INVITE "),
    );
    return new Set(invites.map(({ callId }) => callId)).size;
  }

  /** When the INVITE of this call reached the phone: epoch milliseconds. */
  rungAt({ callId }: IncomingCall): number {
    const invite = this.phone.log.find((entry) => entry.callId === callId && entry.direction === "received");
    if (invite === undefined) throw new Error(`no call ${callId} has rung at ${this.phone.username}`);
    return invite.at;
  }

  /** Registers the phone and waits until the platform knows that it can ring. */
  async registers(): Promise<void> {
    expect(await this.phone.register()).toMatchObject({ registered: true });
    await this.#parts.feed.saw("agent-device-changed", { agent: this.id, hasDevice: true });
  }

  /** Asks for a state; resolves to undefined when it was granted. */
  async asks(wish: Wish): Promise<{ readonly status: number; readonly code: string } | undefined> {
    return this.#parts.api.changeState(this.id, wish);
  }

  /** Becomes ready. */
  async isReady(): Promise<void> {
    expect(await this.asks({ to: "ready" })).toBeUndefined();
    await this.reaches("ready");
  }

  /** Signs in, but takes no calls yet: callers wait for such an agent. */
  async pauses(): Promise<void> {
    expect(await this.asks({ to: "not-ready", reason: "tea" })).toBeUndefined();
    await this.reaches("not-ready");
  }

  /** Waits for the agent's next state of this name, later than the one waited for last. */
  async reaches(at: StateName): Promise<StateChange> {
    const { feed } = this.#parts;
    for (;;) {
      const seen = await feed.saw("agent-state-changed", { agent: this.id }, { after: this.#latest });
      this.#latest = seen;
      if (seen.state.at === at) return seen;
    }
  }

  /** The next call that rings here; the phone says so (180). */
  async rings(): Promise<IncomingCall> {
    const offered = await this.phone.nextCall({ withinMs: patienceMs });
    offered.ring();
    return offered;
  }

  /** Answers the next call. */
  async answers(): Promise<Conversation> {
    return (await this.rings()).answer();
  }

  /** Answers a caller who echoes, and says goodbye once the two were joined: the agent hears itself. */
  async serves(offered: IncomingCall): Promise<void> {
    const conversation = await offered.answer();
    await conversation.rtp.heard(this.toneHz, { windows: 1, withinMs: patienceMs });
    await conversation.hangUp();
  }

  /** Serves every such caller from now on. */
  servesAll(): void {
    this.phone.onCall((offered) => void this.serves(offered));
  }

  /** Unplugs the phone. Its registration stays behind. */
  async vanishes(): Promise<void> {
    this.#vanished = true;
    await this.phone.close();
  }

  /** Ends whatever goes on, signs out and puts the phone away. */
  async leaves(): Promise<void> {
    await this.phone.hangUpAll();
    await this.asks({ to: "logged-out" });
    if (!this.#vanished) await this.phone.unregister();
    await this.phone.close();
  }
}

/** Resolves when the platform hangs up on an agent. */
export async function isHungUpOn(conversation: Conversation): Promise<void> {
  const ended = within(conversation.ended, patienceMs, () => "the agent was not hung up on");
  expect(await ended).toBe("peer");
}

/** Resolves when a ringing phone is told to stop (CANCEL). */
export async function isCancelled(offered: IncomingCall): Promise<void> {
  await within(offered.cancelled, patienceMs, () => "the ringing was not cancelled");
}
