import type { App, Apps, Choice } from "../core/app.ts";
import type { Context } from "../core/context.ts";
import type { ReplyContent } from "../core/reply-text.ts";
import { header, type SipRequest } from "../sip/message.ts";
import type { Source } from "../transport/transport.ts";
import { ask } from "./outbound/ask.ts";
import type { Place } from "./outbound/place.ts";
import { type Hook, type OutboundRule, ruleFor } from "./outbound/rules.ts";
import type { OutboundSessions } from "./outbound/sessions.ts";
import type { Routes } from "./routes.ts";
import type { ControlLimits } from "./settings.ts";

const OK: ReplyContent = { status: 200, reason: "OK" };
const NOBODY: ReplyContent = { status: 503, reason: "Service Unavailable" };
const UNREACHABLE: ReplyContent = { status: 480, reason: "Temporarily Unavailable" };

type Chosen = (choice: Choice) => void;

/** What the choice is made from. */
interface Means {
  readonly context: Context;
  readonly routes: Routes;
  readonly rules: readonly OutboundRule[];
  readonly sessions: OutboundSessions;
  readonly limits: ControlLimits;
  readonly optionsUserAgent: string | undefined;
}

/**
 * Who takes a new request: where a rule names its method, the application the rule has dialled, or the one
 * a hook chooses; otherwise, and where a hook does not decide, the next one registered for the method.
 */
export class Chooser implements Apps {
  #pending = 0;
  readonly #closing = new AbortController();
  readonly #means: Means;

  constructor(means: Means) {
    this.#means = means;
  }

  choose(request: SipRequest, source: Source, chosen: Chosen): void {
    const { rules, limits } = this.#means;
    if (this.#isCourtesy(request)) return chosen({ answer: OK });
    const rule = ruleFor(rules, request.method);
    if (!rule) return chosen(this.#registered(request.method));
    if (this.#pending >= limits.pendingChoices) return chosen({ answer: NOBODY });
    this.#pending += 1;
    const settled: Chosen = (choice) => {
      this.#pending -= 1;
      chosen(choice);
    };
    if ("dial" in rule.target) this.#dial(rule.target.dial, settled);
    else void this.#ask(rule.target.ask, request, source, settled);
  }

  /** Gives up all that is being asked. */
  close(): void {
    this.#closing.abort();
  }

  /** Peers that only want to know whether we are there need no application. */
  #isCourtesy(request: SipRequest): boolean {
    const { optionsUserAgent } = this.#means;
    return (
      optionsUserAgent !== undefined &&
      request.method === "OPTIONS" &&
      header(request, "user-agent") === optionsUserAgent
    );
  }

  #registered(method: string): Choice {
    const app = this.#means.routes.pick(method);
    const { tables, ids } = this.#means.context;
    return app ? { app } : { answer: { ...NOBODY, headers: tables.estates.retryAfter(ids) } };
  }

  #dial(place: Place, settled: Chosen): void {
    this.#means.sessions.dial(place, (app: App | undefined) => {
      if (!app) this.#means.context.log.warn({ ...place }, "an application could not be reached");
      settled(app ? { app } : { answer: UNREACHABLE });
    });
  }

  async #ask(hook: Hook, request: SipRequest, source: Source, settled: Chosen): Promise<void> {
    const { context, routes, limits } = this.#means;
    const verdict = await ask(hook, request, source, {
      clock: context.clock,
      limitMs: limits.hookMs,
      closing: this.#closing.signal,
    });
    switch (verdict.type) {
      case "dial":
        return this.#dial(verdict.place, settled);
      case "answer":
        return settled({ answer: verdict.answer });
      case "tagged": {
        const app = routes.pick(request.method, verdict.tag);
        return settled(app ? { app } : { answer: UNREACHABLE });
      }
      case "undecided":
        context.log.warn({ url: hook.url, why: verdict.why }, "a routing hook did not decide");
        return settled(this.#registered(request.method));
    }
  }
}
