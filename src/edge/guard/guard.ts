import type { SipRequest } from "../sip/message.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import type { Source } from "../transport/transport.ts";
import { Admission } from "./admission.ts";
import { Allowance } from "./allowance.ts";
import { seemingOf, seemsInDialog } from "./first-bytes.ts";
import { KnownSources } from "./known-sources.ts";
import { Load } from "./load.ts";
import { Rates } from "./rates.ts";
import type { GuardSettings } from "./settings.ts";
import { sourceKey } from "./source-key.ts";
import { Standings } from "./standing.ts";
import { type Bucket, fullBucket, takeToken } from "./token-bucket.ts";

/** How well a source is known. `known` are those that have proved that they are where they say. */
export type Rank = "trusted" | "known" | "stranger";

/** What the guard did, and whom it knows. */
export interface GuardFigures {
  /** Messages that were not listened to: of banned sources, over the rate, or no SIP. */
  readonly unheard: number;
  /** Requests turned away since too much was going on. */
  readonly turnedAway: number;
  readonly bans: number;
  readonly knownSources: number;
  /** New requests of strangers that are let in a second, as things are. */
  readonly strangersPerSecond: number;
}

/** Whatever tells time. */
interface Watch {
  now(): number;
}

interface Answered {
  readonly source: Source;
  readonly request: SipRequest;
}

interface Answer {
  readonly status: number;
  readonly headers?: readonly HeaderPair[];
}

const MOST_STRANGERS = 20_000;
const MOST_KNOWN = 100_000;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/** Decides who is listened to, before listening costs much. It decides only; others act. */
export class Guard {
  readonly #settings: GuardSettings;
  readonly #clock: Watch;
  readonly #known = new KnownSources();
  readonly #ratesOfStrangers = new Rates(MOST_STRANGERS);
  readonly #ratesOfKnown = new Rates(MOST_KNOWN);
  readonly #standings: Standings;
  readonly #strangers: Admission;
  readonly #trusted: Admission;
  readonly #parsing: Bucket;
  readonly #turning: Bucket;
  /** Requests whose answers were held against their sources. */
  readonly #struck = new WeakSet<object>();
  #unheard = 0;
  #turnedAway = 0;
  #bans = 0;

  constructor(settings: GuardSettings, clock: Watch) {
    this.#settings = settings;
    this.#clock = clock;
    this.#standings = new Standings(settings);
    const now = clock.now();
    const load = new Load(settings.busy, now);
    this.#strangers = new Admission(settings.strangersStart, settings.strangersWaiting, load, now);
    this.#trusted = new Admission(settings.trustedStart, settings.trustedWaiting, load, now);
    this.#parsing = fullBucket(settings.strangersParsed, clock.now());
    this.#turning = fullBucket(settings.turnedAway, clock.now());
  }

  get figures(): GuardFigures {
    return {
      unheard: this.#unheard,
      turnedAway: this.#turnedAway,
      bans: this.#bans,
      knownSources: this.#known.size,
      strangersPerSecond: this.#strangers.perSecond(this.#clock.now()),
    };
  }

  rank(address: string): Rank {
    const key = sourceKey(address);
    if (this.#settings.trusted.has(key.includes("/") ? address : key)) return "trusted";
    return this.#known.has(key, this.#clock.now()) ? "known" : "stranger";
  }

  /** Whether a message is worth parsing, from its source and its first bytes alone. */
  hears(bytes: Buffer, source: Source): boolean {
    const heard = this.#listensTo(bytes, source);
    if (!heard) this.#unheard += 1;
    return heard;
  }

  /** Whether a request that belongs to nothing yet may begin something. Asked once for each. */
  admits(source: Source, held: { readonly transactions: number; readonly dialogs: number }): boolean {
    const { mostTransactions, mostDialogs } = this.#settings;
    const stranger = this.rank(source.address) === "stranger";
    const room = held.transactions < (stranger ? mostTransactions / 2 : mostTransactions);
    const gate = this.#gateFor(source);
    const admitted = room && held.dialogs < mostDialogs && (!gate || gate.take(this.#clock.now()));
    if (!admitted) this.#turnedAway += 1;
    return admitted;
  }

  /** Whether one that is turned away is told so, or met with silence. */
  tellsSo(): boolean {
    return takeToken(this.#turning, this.#settings.turnedAway, this.#clock.now());
  }

  /** What may go back to this source for a request of that many bytes; undefined where nothing limits it. */
  allowance(source: Source, received: number): Allowance | undefined {
    const spoofable = source.connection === undefined && this.rank(source.address) === "stranger";
    return spoofable ? new Allowance(received) : undefined;
  }

  /** The source has shown that it hears us: it gave back what only we and it can know. */
  proved(source: Source, seconds: number = HOUR_SECONDS): void {
    const key = this.#provenKey(source);
    this.#known.add(key, seconds * 1000, this.#clock.now());
    this.#standings.forgive(key);
  }

  /** A message of this source could not be understood. */
  malformed(source: Source): void {
    this.#failed(source, source.connection !== undefined);
  }

  /** The application has been handed a request. */
  handedOver(incoming: { readonly source: Source }): void {
    this.#gateFor(incoming.source)?.handedOver(incoming, this.#clock.now());
  }

  /** A request was answered with more than 100. */
  answered(incoming: Answered, { status, headers = [] }: Answer): void {
    for (const gate of [this.#strangers, this.#trusted]) gate.answered(incoming);
    const { source, request } = incoming;
    const credentials = request.headers.some(({ name }) => CREDENTIALS.has(name));
    if (isFailure(status, credentials && !headers.some(isStale))) {
      this.#struck.add(incoming);
      this.#failed(source, source.connection !== undefined);
    }
    // The answer to a challenge holds a nonce that only who received it can know.
    if (request.method === "REGISTER" && status >= 200 && status < 300 && credentials)
      this.proved(source, DAY_SECONDS);
  }

  /** A request is over, answered or not. */
  over(incoming: object): void {
    for (const gate of [this.#strangers, this.#trusted]) gate.answered(incoming);
  }

  /** An ACK brought back the tag of a failure: the source is who it says. */
  acknowledged(incoming: Answered & { readonly localTag: string }, toTag: string): void {
    const { source } = incoming;
    if (toTag !== incoming.localTag || source.connection || !this.#struck.delete(incoming)) return;
    if (this.rank(source.address) === "trusted") return;
    this.#sentenced(source, this.#standings.prove(sourceKey(source.address), this.#clock.now()));
  }

  /** Of what is trusted each port proves itself: many different programs may share the address. */
  #provenKey({ address, port }: Source): string {
    return this.rank(address) === "trusted" ? `${address}:${port}` : sourceKey(address);
  }

  /** What a new request of this source has to pass; undefined where it may always begin something. */
  #gateFor(source: Source): Admission | undefined {
    const rank = this.rank(source.address);
    if (rank === "stranger") return this.#strangers;
    return this.#known.has(this.#provenKey(source), this.#clock.now()) ? undefined : this.#trusted;
  }

  #listensTo(bytes: Buffer, source: Source): boolean {
    const { address } = source;
    const rank = this.rank(address);
    const now = this.#clock.now();
    if (rank === "trusted") return this.#worthParsing(bytes, this.#gateFor(source), now);
    const key = sourceKey(address);
    if (rank === "known") return this.#ratesOfKnown.passes(key, this.#settings.perKnown, now);
    const standing = this.#standings.of(key, now);
    const { perSlowed, perStranger, strangersParsed } = this.#settings;
    // A call that is up can still be ended.
    if (standing === "banned" && !seemsInDialog(bytes)) return false;
    const rate = standing === "good" ? perStranger : perSlowed;
    if (!this.#ratesOfStrangers.passes(key, rate, now)) return false;
    return this.#worthParsing(bytes, this.#strangers, now) && takeToken(this.#parsing, strangersParsed, now);
  }

  #worthParsing(bytes: Buffer, gate: Admission | undefined, now: number): boolean {
    if (!gate) return true;
    const seeming = seemingOf(bytes);
    if (seeming === "noise") return false;
    return seeming !== "starting" || gate.open(now) || seemsInDialog(bytes);
  }

  #failed(source: Source, proven: boolean): void {
    const rank = this.rank(source.address);
    if (rank === "trusted" || (rank === "known" && !proven)) return;
    this.#sentenced(source, this.#standings.fail(sourceKey(source.address), { proven }, this.#clock.now()));
  }

  /** Who fails again and again is no longer known either. */
  #sentenced(source: Source, standing: "good" | "slowed" | "banned" | undefined): void {
    if (standing !== "banned") return;
    this.#known.forget(sourceKey(source.address));
    this.#bans += 1;
  }
}

const CREDENTIALS = new Set(["authorization", "proxy-authorization"]);

/** Right credentials to an old challenge: nobody's fault. */
function isStale([name, value]: HeaderPair): boolean {
  return name.endsWith("-Authenticate") && /\bstale *= *"?true/i.test(value);
}

/** Answers that a scanner gets, and a good phone hardly ever: wrong credentials, forbidden, nobody there. */
function isFailure(status: number, credentials: boolean): boolean {
  if (status === 401 || status === 407) return credentials;
  return status === 403 || status === 404;
}
