import type { AgentId, CallId, ReservationId } from "../../ids.ts";
import type { Agent } from "../agent.ts";
import type { RoutingChange } from "../change.ts";
import type { Reservation } from "../reservation.ts";
import type { WaitingCall } from "../waiting-call.ts";

/** A change in the making. */
type Touched = RoutingChange extends infer Change
  ? { -readonly [Field in keyof Change]: Change[Field] }
  : never;

/** Beyond so many entries they are not looked through any more: a configuration may touch everything. */
const fewEntries = 16;

/** What one step has touched, each entry once, in the order first touched. */
export class Journal {
  #touched: Touched[] = [];
  readonly #many = new Map<string, Touched>();

  begin(): void {
    // What was handed out is not ours to change any more.
    this.#touched = [];
    if (this.#many.size > 0) this.#many.clear();
  }

  get changes(): readonly RoutingChange[] {
    return this.#touched;
  }

  agent(id: AgentId, before: Agent | undefined, now: Agent | undefined): void {
    const known = this.#find("agent", id);
    if (known === undefined) this.#add({ of: "agent", id, before, now });
    else if (known.of === "agent") known.now = now;
  }

  call(id: CallId, before: WaitingCall | undefined, now: WaitingCall | undefined): void {
    const known = this.#find("waiting", id);
    if (known === undefined) this.#add({ of: "waiting", id, before, now });
    else if (known.of === "waiting") known.now = now;
  }

  reservation(id: ReservationId, before: Reservation | undefined, now: Reservation | undefined): void {
    const known = this.#find("reservation", id);
    if (known === undefined) this.#add({ of: "reservation", id, before, now });
    else if (known.of === "reservation") known.now = now;
  }

  #find(of: Touched["of"], id: string): Touched | undefined {
    if (this.#touched.length > fewEntries) return this.#many.get(`${of} ${id}`);
    for (const touched of this.#touched) if (touched.id === id && touched.of === of) return touched;
    return undefined;
  }

  #add(touched: Touched): void {
    this.#touched.push(touched);
    if (this.#touched.length <= fewEntries) return;
    const missing = this.#many.size === 0 ? this.#touched : [touched];
    for (const one of missing) this.#many.set(`${one.of} ${one.id}`, one);
  }
}
