import type { App, Apps } from "../core/app.ts";

/**
 * Which applications take what: per verb, the applications registered for it, in turn. A verb counts once
 * however often it is registered; matching lower-cases the SIP method, never the registration.
 */
export class Routes implements Apps {
  readonly #byVerb = new Map<string, App[]>();
  readonly #turns = new Map<string, number>();

  add(verb: string, app: App): void {
    const apps = this.#byVerb.get(verb) ?? [];
    if (!apps.includes(app)) this.#byVerb.set(verb, [...apps, app]);
  }

  /** Takes away one verb, and only that one. */
  remove(verb: string, app: App): void {
    const left = (this.#byVerb.get(verb) ?? []).filter((other) => other !== app);
    if (left.length > 0) this.#byVerb.set(verb, left);
    else this.#byVerb.delete(verb);
  }

  /** Takes away all an application registered. */
  removeApp(app: App): void {
    for (const verb of [...this.#byVerb.keys()]) this.remove(verb, app);
  }

  pick(method: string): App | undefined {
    const verb = method.toLowerCase();
    const apps = this.#byVerb.get(verb);
    if (!apps) return undefined;
    const turn = (this.#turns.get(verb) ?? 0) % apps.length;
    this.#turns.set(verb, turn + 1);
    return apps[turn];
  }
}
