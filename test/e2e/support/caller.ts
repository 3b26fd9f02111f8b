import { expect } from "vitest";
import type { Utterance } from "../../../src/ivr/index.ts";
import {
  type CallOptions,
  type Conversation,
  createPhone,
  type OutgoingCall,
  type Phone,
} from "../../support/phone/index.ts";
import { within } from "../../support/phone/within.ts";
import { Ear } from "./ear.ts";
import { patienceMs } from "./patience.ts";
import type { Premises } from "./premises.ts";

/** Who calls, and from where. */
export interface CallerOptions {
  readonly number: string;
  readonly toneHz: number;
  /** The address the caller's phone is at; 127.0.0.1, which is a trunk's, unless given. */
  readonly at?: string;
  /** The trunk account whose password is shown when it is asked for. */
  readonly trunk?: string;
}

/** A caller with a real phone, who hums a tone of its own. */
export class Caller {
  readonly number: string;
  readonly toneHz: number;
  readonly phone: Phone;
  readonly #premises: Premises;
  readonly #calls: OutgoingCall[] = [];

  static async withPhone(premises: Premises, options: CallerOptions): Promise<Caller> {
    const { number, toneHz, at, trunk } = options;
    const password = trunk === undefined ? undefined : premises.credentials.passwords[trunk];
    const phone = await createPhone({
      username: trunk ?? number,
      ...(password !== undefined && { password }),
      ...(at !== undefined && { host: at }),
      server: { host: premises.host, port: premises.sipPort },
      sound: { toneHz },
    });
    return new Caller(premises, options, phone);
  }

  private constructor(premises: Premises, { number, toneHz }: CallerOptions, phone: Phone) {
    this.#premises = premises;
    this.number = number;
    this.toneHz = toneHz;
    this.phone = phone;
  }

  /** Dials; resolves when the platform has answered, and rejects with the status if it refuses. */
  async dials(number: string, options: CallOptions = {}): Promise<CallerLine> {
    const call = this.#place(number, options);
    const ear = new Ear(await call.rtp, this.#premises.promptsFolder);
    return new CallerLine(this, await call.answered, ear);
  }

  /** Dials and is refused; resolves with the status and Retry-After. */
  async isRefused(
    number: string,
    options: CallOptions = {},
  ): Promise<{ status: number; retryAfter: string }> {
    const { status, response } = await this.#place(number, options).final;
    const [, retryAfter = ""] = response.headers.find(([name]) => name.toLowerCase() === "retry-after") ?? [];
    return { status, retryAfter };
  }

  /** Ends whatever goes on and puts the phone away. */
  async leaves(): Promise<void> {
    for (const call of this.#calls) call.cancel();
    await Promise.allSettled(this.#calls.map(({ final }) => final));
    await this.phone.hangUpAll();
    await this.phone.close();
  }

  #place(number: string, options: CallOptions): OutgoingCall {
    const call = this.phone.call(number, options);
    this.#calls.push(call);
    return call;
  }
}

/** A caller's end of a call that the platform has answered. */
export class CallerLine {
  readonly caller: Caller;
  readonly conversation: Conversation;
  readonly #ear: Ear;

  constructor(caller: Caller, conversation: Conversation, ear: Ear) {
    this.caller = caller;
    this.conversation = conversation;
    this.#ear = ear;
  }

  /** Resolves once this prompt was heard, after those heard before. */
  async hears(prompt: Utterance): Promise<void> {
    await this.#ear.hears(prompt);
  }

  /** Resolves once a tone was heard for 300 ms. */
  async hearsTone(toneHz: number): Promise<void> {
    await this.conversation.rtp.heard(toneHz, { withinMs: patienceMs });
  }

  /** Half a second of sound without a break. */
  async hearsMusic(): Promise<void> {
    await this.conversation.rtp.heardSound(-45, { windows: 5, withinMs: patienceMs });
  }

  /** Presses a key (RFC 4733). */
  async presses(key: string): Promise<void> {
    await this.conversation.rtp.sendDigit(key);
  }

  async hangsUp(): Promise<void> {
    expect(await this.conversation.hangUp()).toBe(200);
  }

  /** Resolves when the platform says BYE. */
  async isHungUpOn(): Promise<void> {
    const ended = within(this.conversation.ended, patienceMs, () => "the caller was not hung up on");
    expect(await ended).toBe("peer");
  }
}
