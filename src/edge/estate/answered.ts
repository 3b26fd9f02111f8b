import type { Clock, Timer } from "../clock.ts";
import type { App, Outcome } from "../core/app.ts";
import { writeReply } from "../core/reply-text.ts";
import type { AnsweredFor } from "./waiting.ts";

interface Entry extends AnsweredFor {
  readonly app: App;
  readonly expiry: Timer;
}

/** How long an application may take over an answer that changes nothing any more. */
const PATIENCE_MS = 32_000;

/**
 * Requests that were answered before the application now told of them was there. It will answer too, as it
 * does for any request: that is taken, and reported as sent, with what really was sent.
 */
export class AnsweredBefore {
  readonly #entries = new Map<string, Entry>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  expect(app: App, answered: AnsweredFor): void {
    const { id } = answered.incoming;
    const expiry = this.#clock.after(PATIENCE_MS, () => this.#entries.delete(id));
    this.#entries.set(id, { ...answered, app, expiry });
  }

  /** What the application's answer to that transaction comes to; undefined where it is an ordinary one. */
  take(app: App, transactionId: string): Outcome | undefined {
    const entry = this.#entries.get(transactionId);
    if (entry?.app !== app) return undefined;
    entry.expiry.cancel();
    this.#entries.delete(transactionId);
    const { request, source, dialog } = entry.incoming;
    return {
      ok: true,
      type: "response",
      protocol: source.protocol,
      address: source.address,
      port: source.port,
      transactionId,
      dialogId: request.method === "BYE" ? "" : (dialog?.id ?? ""),
      sip: writeReply(request, entry.content),
    };
  }

  clear(): void {
    for (const { expiry } of this.#entries.values()) expiry.cancel();
    this.#entries.clear();
  }
}
