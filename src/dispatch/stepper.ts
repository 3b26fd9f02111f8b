import { type CallEvent, stepCall } from "../calls/index.ts";
import type { CallId, LegId, ReservationId, TenantId } from "../ids.ts";
import { stepWalk, type WalkEvent } from "../ivr/index.ts";
import type { RoutingCommand, RoutingEvent } from "../routing/index.ts";
import type { Draft } from "./draft.ts";
import type { FeedEvent } from "./feed.ts";
import { followCall } from "./follow-call.ts";
import { followFlow } from "./follow-flow.ts";
import { followRouting } from "./follow-routing.ts";

/** Without the moment and the chance, which are the event's own. */
type Bare<Event> = Event extends unknown ? Omit<Event, "at" | "chance"> : never;

/** An offer was answered: the leg is ours, to be joined to the caller or ended. */
export interface Answer {
  readonly tenant: TenantId;
  readonly reservation: ReservationId;
  readonly leg: LegId;
}

/**
 * Carries one event through calls, flows and routing until they are quiet: what one commands is an event for another,
 * or an effect on the world. It lives for one event only and touches nothing but its draft.
 */
export class Stepper {
  readonly draft: Draft;
  /** What this event brought of an answer. */
  answer: Answer | undefined;
  private readonly toRoute: Bare<RoutingEvent>[] = [];
  private isRouting = false;

  constructor(draft: Draft) {
    this.draft = draft;
  }

  get at(): number {
    return this.draft.at;
  }

  /** Steps one call by one event, and follows what it commands. */
  call(id: CallId, event: Bare<CallEvent>): void {
    const before = this.draft.live(id);
    if (before === undefined) return;
    const [call, commands] = stepCall(before.call, { ...event, at: this.at });
    if (call === before.call && commands.length === 0) return;
    const live = { ...before, call };
    this.draft.put(live);
    for (const command of commands) followCall(this, live, command);
  }

  /** Steps the flow of one call, and follows what it wants. */
  walk(id: CallId, event: Bare<WalkEvent>): void {
    const live = this.draft.live(id);
    if (live?.call.at !== "in-flow" || live.graph === undefined) return;
    const [walk, commands] = stepWalk(live.graph, live.call.walk, { ...event, at: this.at });
    if (walk !== live.call.walk) this.call(id, { type: "walked", walk });
    for (const command of commands) followFlow(this, live, command);
  }

  /**
   * Steps routing, and follows what it commands. What that leads to in routing again comes after the rest of what was
   * commanded, so that commands are followed in the order they were decided.
   */
  route(event: Bare<RoutingEvent>): void {
    this.toRoute.push(event);
    if (this.isRouting) return;
    this.isRouting = true;
    for (let next = this.toRoute.shift(); next !== undefined; next = this.toRoute.shift()) {
      for (const command of this.decide(next)) followRouting(this, command);
    }
    this.isRouting = false;
  }

  tell(tenant: TenantId, event: Bare<FeedEvent>): void {
    this.draft.of(tenant).events.push({ at: this.at, ...event });
  }

  private decide(event: Bare<RoutingEvent>): readonly RoutingCommand[] {
    const { router, routing, at, chance } = this.draft;
    const { commands, changes } = router.step({ ...event, at, chance });
    this.draft.routed = true;
    routing.add(changes);
    return commands;
  }
}
