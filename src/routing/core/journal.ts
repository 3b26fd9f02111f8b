import type { AgentId, CallId, ReservationId } from "../../ids.ts";
import type { Agent } from "../agent.ts";
import type { Reservation } from "../reservation.ts";
import type { WaitingCall } from "../waiting-call.ts";

/** What an entry was before this step touched it; undefined: there was none. */
export type Before =
  | { readonly of: "agent"; readonly id: AgentId; readonly before: Agent | undefined }
  | { readonly of: "waiting"; readonly id: CallId; readonly before: WaitingCall | undefined }
  | { readonly of: "reservation"; readonly id: ReservationId; readonly before: Reservation | undefined };

/** What one step has touched, each entry once, in the order first touched. Few entries, so they are looked through. */
export class Journal {
  #entries: Before[] = [];
  readonly #many = new Set<string>();

  begin(): void {
    if (this.#entries.length > 0) this.#entries = [];
    if (this.#many.size > 0) this.#many.clear();
  }

  get entries(): readonly Before[] {
    return this.#entries;
  }

  agent(id: AgentId, before: Agent | undefined): void {
    if (this.#isNew("agent", id)) this.#entries.push({ of: "agent", id, before });
  }

  call(id: CallId, before: WaitingCall | undefined): void {
    if (this.#isNew("waiting", id)) this.#entries.push({ of: "waiting", id, before });
  }

  reservation(id: ReservationId, before: Reservation | undefined): void {
    if (this.#isNew("reservation", id)) this.#entries.push({ of: "reservation", id, before });
  }

  /** A configuration may touch everything: then a set is kept, instead of looking through the list each time. */
  #isNew(of: Before["of"], id: string): boolean {
    const entries = this.#entries;
    if (entries.length < 16) {
      for (const entry of entries) if (entry.id === id && entry.of === of) return false;
      return true;
    }
    if (this.#many.size === 0) for (const entry of entries) this.#many.add(`${entry.of} ${entry.id}`);
    const key = `${of} ${id}`;
    if (this.#many.has(key)) return false;
    this.#many.add(key);
    return true;
  }
}
