import type { App } from "../core/app.ts";
import { CONTROL_LIMITS } from "./settings.ts";

/** An application that can be told of more than SIP messages. */
export interface Taker extends App {
  /** Writes a frame of its own kind; `line` is its first line without the id. */
  record(line: string, sip: Buffer): void;
}

/**
 * Which applications take what: per verb, the applications registered for it, in turn. A verb counts once
 * however often it is registered; matching lower-cases the SIP method, never the registration.
 */
export class Routes {
  readonly #byVerb = new Map<string, readonly Taker[]>();
  readonly #byApp = new Map<App, Set<string>>();
  readonly #turns = new Map<string, number>();
  readonly #mostVerbs: number;

  /** `mostVerbs` is what one application may register. */
  constructor(mostVerbs: number = CONTROL_LIMITS.verbs) {
    this.#mostVerbs = mostVerbs;
  }

  /** Registers a verb; false where the application has too many already. */
  add(verb: string, app: Taker): boolean {
    const verbs = this.#byApp.get(app) ?? new Set();
    if (verbs.has(verb)) return true;
    if (verbs.size >= this.#mostVerbs) return false;
    this.#byApp.set(app, verbs.add(verb));
    this.#byVerb.set(verb, [...(this.#byVerb.get(verb) ?? []), app]);
    return true;
  }

  /** Takes away one verb, and only that one. */
  remove(verb: string, app: App): void {
    const verbs = this.#byApp.get(app);
    if (!verbs?.delete(verb)) return;
    if (verbs.size === 0) this.#byApp.delete(app);
    const left = (this.#byVerb.get(verb) ?? []).filter((other) => other !== app);
    if (left.length > 0) return void this.#byVerb.set(verb, left);
    this.#byVerb.delete(verb);
    this.#turns.delete(verb);
  }

  /** Takes away all an application registered. */
  removeApp(app: App): void {
    for (const verb of [...(this.#byApp.get(app) ?? [])]) this.remove(verb, app);
  }

  /** Whether an application registered anything. */
  has(app: App): boolean {
    return this.#byApp.has(app);
  }

  /** The next application registered for a method or record, of those with that tag where one is given. */
  pick(method: string, tag?: string): Taker | undefined {
    const verb = method.toLowerCase();
    const apps = this.#byVerb.get(verb) ?? [];
    const turn = this.#turns.get(verb) ?? 0;
    for (let step = 0; step < apps.length; step++) {
      const at = (turn + step) % apps.length;
      const app = apps[at];
      if (!app?.open || (tag !== undefined && !app.tags.includes(tag))) continue;
      this.#turns.set(verb, at + 1);
      return app;
    }
    return undefined;
  }
}
