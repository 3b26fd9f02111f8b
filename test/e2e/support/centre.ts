import { randomInt } from "node:crypto";
import { expect } from "vitest";
import type { TenantDocument } from "../../../src/tenancy/index.ts";
import { type Callers, type CallersOptions, startCallers } from "../../support/sipp/run.ts";
import { Caller, type CallerOptions } from "./caller.ts";
import { Desk } from "./desk.ts";
import { Feed } from "./feed.ts";
import { History } from "./history.ts";
import { patienceMs } from "./patience.ts";
import type { Premises } from "./premises.ts";
import { TenantApi } from "./tenant-api.ts";

/** All of them are told apart within 100 ms. Agents hum low, callers high. */
const agentTones = [440, 500, 600, 700, 800];
const callerTones = [1_000, 1_200, 1_400, 1_600, 1_800];

/** A call centre for one story: whoever comes to it is gone again when the story is over. */
export class Centre {
  readonly premises: Premises;
  readonly history: History;
  readonly #apis: ReadonlyMap<string, TenantApi>;
  readonly #feeds: ReadonlyMap<string, Feed>;
  readonly #desks: Desk[] = [];
  readonly #callers: Caller[] = [];
  readonly #crowds: Callers[] = [];

  /** Opens the feeds of every tenant: they tell the whole story. */
  static async open(premises: Premises): Promise<Centre> {
    const { apiUrl, document, credentials } = premises;
    const tokens = document.tenants.map(({ key }) => [key, credentials.tokens[key] ?? ""] as const);
    const feeds = tokens.map(async ([key, token]) => [key, await Feed.open(apiUrl, token)] as const);
    const apis = tokens.map(([key, token]) => [key, new TenantApi(apiUrl, token)] as const);
    return new Centre(premises, new Map(apis), new Map(await Promise.all(feeds)));
  }

  private constructor(
    premises: Premises,
    apis: ReadonlyMap<string, TenantApi>,
    feeds: ReadonlyMap<string, Feed>,
  ) {
    this.premises = premises;
    this.history = new History(premises.databaseUrl);
    this.#apis = apis;
    this.#feeds = feeds;
  }

  api(tenant: string): TenantApi {
    return found(this.#apis.get(tenant), tenant);
  }

  feed(tenant: string): Feed {
    return found(this.#feeds.get(tenant), tenant);
  }

  /** An agent at a desk whose phone is not registered. */
  async desk(key: string, options: { readonly password?: string } = {}): Promise<Desk> {
    const tenant = this.#tenantOf(key);
    const desk = await Desk.of({
      ...options,
      premises: this.premises,
      api: this.api(tenant.key),
      feed: this.feed(tenant.key),
      key,
      toneHz: agentTones[this.#desks.length % agentTones.length] ?? 0,
    });
    this.#desks.push(desk);
    return desk;
  }

  /** An agent who is signed in and can be rung, but not ready. */
  async pausingAgent(key: string): Promise<Desk> {
    const desk = await this.desk(key);
    await desk.registers();
    await desk.pauses();
    return desk;
  }

  /** An agent who waits for calls. */
  async readyAgent(key: string): Promise<Desk> {
    const desk = await this.desk(key);
    await desk.registers();
    await desk.isReady();
    return desk;
  }

  /** A caller with a number nobody else has. */
  async caller(options: Partial<CallerOptions> = {}): Promise<Caller> {
    const caller = await Caller.withPhone(this.premises, {
      number: freshNumber(),
      toneHz: callerTones[this.#callers.length % callerTones.length] ?? 0,
      ...options,
    });
    this.#callers.push(caller);
    return caller;
  }

  /** Callers of SIPp's. */
  async crowd(options: Omit<CallersOptions, "sipp" | "server">): Promise<Callers> {
    const { sipp, host, sipPort } = this.premises;
    const crowd = await startCallers({ ...options, sipp, server: { host, port: sipPort } });
    this.#crowds.push(crowd);
    return crowd;
  }

  /** Callers of SIPp's who echo what they hear until they are hung up on, each with a number nobody else has. */
  async patientCrowd(dial: string, calls: number, callsPerSecond = 20): Promise<Callers> {
    return this.crowd({
      dial,
      calls,
      callsPerSecond,
      echoes: true,
      callers: Array.from({ length: calls }, () => [freshNumber()]),
      scenario: { title: `a caller of ${dial} who waits`, does: [{ awaitHangUp: true }] },
    });
  }

  /** Resolves when no call lives. */
  async isQuiet(): Promise<void> {
    for (const api of this.#apis.values()) {
      await expect.poll(() => api.calls(), { timeout: patienceMs, interval: 20 }).toEqual([]);
    }
  }

  /** Everybody leaves; resolves when nothing is left of the story. */
  async close(): Promise<void> {
    for (const crowd of this.#crowds) crowd.kill();
    await Promise.all(this.#crowds.map(({ finished }) => finished));
    await Promise.all(this.#callers.map((caller) => caller.leaves()));
    await Promise.all(this.#desks.map((desk) => desk.phone.hangUpAll()));
    await this.isQuiet();
    await Promise.all(this.#desks.map((desk) => desk.leaves()));
    await this.abandon();
  }

  /** Leaves everything as it is, for a platform that is no more. Safe to repeat. */
  async abandon(): Promise<void> {
    const phones = [...this.#callers, ...this.#desks].map(({ phone }) => phone);
    await Promise.all(phones.map((phone) => phone.close()));
    for (const feed of this.#feeds.values()) feed.close();
    await this.history.close();
  }

  #tenantOf(agent: string): TenantDocument {
    const { tenants } = this.premises.document;
    return found(
      tenants.find(({ agents }) => agents.some(({ key }) => key === agent)),
      agent,
    );
  }
}

/** Fifteen digits at random: stories do not see one another's callers. */
export function freshNumber(prefix = "139"): string {
  return `${prefix}${Array.from({ length: 15 - prefix.length }, () => randomInt(10)).join("")}`;
}

function found<T>(thing: T | undefined, name: string): T {
  if (thing === undefined) throw new Error(`these tests know of no ${name}`);
  return thing;
}
