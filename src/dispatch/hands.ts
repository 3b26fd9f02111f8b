import type { TenantId } from "../ids.ts";
import { carryOut, isUrgent, type Outcomes } from "./carry-out.ts";
import type { Clock, Log, Switch } from "./ports.ts";
import { TelephonesFirst } from "./telephones-first.ts";
import type { Effect } from "./turn.ts";

export interface HandsParts {
  readonly softswitch: Switch;
  readonly clock: Clock;
  readonly log: Log;
}

/** Carries effects out, telephones first, and tells what becomes of them. */
export class Hands {
  private readonly parts: HandsParts;
  private readonly outcomes: (tenant: TenantId) => Outcomes;
  private readonly telephones = new Map<TenantId, TelephonesFirst>();
  private readonly underway = new Set<Promise<void>>();

  constructor(parts: HandsParts, outcomes: (tenant: TenantId) => Outcomes) {
    this.parts = parts;
    this.outcomes = outcomes;
  }

  /** All telephones first; then each tenant's other effects, which wait for its own telephones alone. */
  carryOut(effects: ReadonlyMap<TenantId, readonly Effect[]>): void {
    const rung = [...effects].map(([tenant, ofTenant]) => {
      const outcomes = this.outcomes(tenant);
      const ringing = ofTenant.filter(isUrgent).map((effect) => this.ring(effect, outcomes));
      return { tenant, outcomes, ringing, others: ofTenant.filter((effect) => !isUrgent(effect)) };
    });
    for (const { tenant, outcomes, ringing, others } of rung) {
      if (others.length === 0) continue;
      const beginAll = (): void => {
        for (const effect of others) void this.begin(effect, outcomes);
      };
      void this.follow(this.telephonesOf(tenant).afterRinging(ringing, beginAll));
    }
  }

  /** Resolves when what was begun is done. */
  async done(): Promise<void> {
    await Promise.all(this.underway);
  }

  /** Resolves when a telephone rings, or will not. */
  private ring(effect: Effect, outcomes: Outcomes): Promise<void> {
    return new Promise((resolve) => {
      void this.begin(effect, outcomes, resolve).then(resolve);
    });
  }

  private begin(effect: Effect, outcomes: Outcomes, onRinging?: () => void): Promise<void> {
    return this.follow(carryOut(effect, this.parts.softswitch, outcomes, this.parts.log, onRinging));
  }

  /** Kept in sight until it is done: a stop waits for it. */
  private follow(work: Promise<void>): Promise<void> {
    this.underway.add(work);
    void work.finally(() => this.underway.delete(work));
    return work;
  }

  private telephonesOf(tenant: TenantId): TelephonesFirst {
    const known = this.telephones.get(tenant);
    if (known !== undefined) return known;
    const telephones = new TelephonesFirst(this.parts.clock);
    this.telephones.set(tenant, telephones);
    return telephones;
  }
}
