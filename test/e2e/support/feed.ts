import { isDeepStrictEqual } from "node:util";
import type { FeedEvent } from "../../../src/dispatch/index.ts";
import { within } from "../../support/phone/within.ts";
import { patienceMs } from "./patience.ts";

type Type = FeedEvent["type"];
type Of<T extends Type> = Extract<FeedEvent, { readonly type: T }>;
type Message =
  | { readonly type: "snapshot" | "pong" | "error" }
  | { readonly type: "events"; readonly events: readonly FeedEvent[] };

/** A tenant's live feed, from when it was opened: everything that was told, and what is still to come. */
export class Feed {
  readonly events: FeedEvent[] = [];
  readonly #socket: WebSocket;
  readonly #listeners = new Set<() => void>();

  /** Resolves when the snapshot has come: nothing that happens from now on is missed. */
  static async open(apiUrl: string, token: string): Promise<Feed> {
    const socket = new WebSocket(`${apiUrl.replace(/^http/, "ws")}/v1/events`, [
      "fivenines.v1",
      `bearer.${token}`,
    ]);
    const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
    const feed = new Feed(socket, resolve);
    socket.addEventListener("error", () => reject(new Error("the live feed could not be opened")));
    await within(ready, patienceMs, () => "the live feed gave no snapshot");
    return feed;
  }

  private constructor(socket: WebSocket, ready: () => void) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const message: Message = JSON.parse(String(data));
      if (message.type === "snapshot") ready();
      if (message.type === "events") this.#take(message.events);
    });
  }

  /** The first event of this type with these fields, told already or still to come, but later than `after`. */
  async saw<T extends Type>(
    type: T,
    fields: Partial<Of<T>> = {},
    { after }: { readonly after?: FeedEvent | undefined } = {},
  ): Promise<Of<T>> {
    return this.#once(
      () => {
        const from = after === undefined ? 0 : this.events.indexOf(after) + 1;
        return this.all(type, fields, from)[0];
      },
      `${type} ${JSON.stringify(fields)}`,
    );
  }

  /** The first so many events of this type with these fields, told already or still to come. */
  async sawTimes<T extends Type>(
    times: number,
    type: T,
    fields: Partial<Of<T>> = {},
  ): Promise<readonly Of<T>[]> {
    return this.#once(
      () => {
        const found = this.all(type, fields);
        return found.length < times ? undefined : found.slice(0, times);
      },
      `${times} times ${type} ${JSON.stringify(fields)}`,
    );
  }

  /** Every event of this type with these fields that was told so far, from the given one on. */
  all<T extends Type>(type: T, fields: Partial<Of<T>> = {}, from = 0): readonly Of<T>[] {
    return this.events
      .slice(from)
      .flatMap((event) => (isOf(event, type) && agrees(event, fields) ? [event] : []));
  }

  /** What was told so far of one call, in order, short. */
  storyOf(call: string): readonly string[] {
    return this.events.flatMap((event) => ("call" in event && event.call === call ? [wordsOf(event)] : []));
  }

  close(): void {
    this.#socket.close();
  }

  async #once<Found>(find: () => Found | undefined, sought: string): Promise<Found> {
    const { promise, resolve } = Promise.withResolvers<Found>();
    const look = (): void => {
      const found = find();
      if (found !== undefined) resolve(found);
    };
    this.#listeners.add(look);
    look();
    try {
      return await within(
        promise,
        patienceMs,
        () => `the feed told of no ${sought}; it told of\n${this.#told()}`,
      );
    } finally {
      this.#listeners.delete(look);
    }
  }

  #take(events: readonly FeedEvent[]): void {
    this.events.push(...events);
    for (const look of this.#listeners) look();
  }

  #told(): string {
    return this.events.map((event) => JSON.stringify(event)).join("\n");
  }
}

function isOf<T extends Type>(event: FeedEvent, type: T): event is Of<T> {
  return event.type === type;
}

function agrees(event: FeedEvent, fields: Readonly<Record<string, unknown>>): boolean {
  const told: Readonly<Record<string, unknown>> = { ...event };
  return Object.entries(fields).every(([name, value]) => isDeepStrictEqual(told[name], value));
}

function wordsOf(event: FeedEvent): string {
  switch (event.type) {
    case "offer-ended":
      return `offer-ended ${event.outcome}`;
    case "call-left-queue":
      return `call-left-queue ${event.why}`;
    case "call-ended":
      return `call-ended ${event.outcome} by ${event.by}`;
    default:
      return event.type;
  }
}
