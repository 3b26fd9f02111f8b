import type { Clock, Log } from "../../dispatch/index.ts";
import type { AgentId, TenantId } from "../../ids.ts";
import type { Binding } from "./binding.ts";
import type { Bindings, Credentials, DeviceEvents } from "./ports.ts";

interface Watched {
  readonly tenant: TenantId;
  readonly agent: AgentId;
  /** The Call-IDs of its registrations: a device keeps its own until it starts anew (RFC 3261 §10.2.4). */
  readonly registrations: ReadonlySet<string>;
  readonly cancelTimer: () => void;
}

/** Tells when a device of an agent registers anew, and when the last binding goes or expires. */
export class DeviceWatch {
  readonly #bindings: Bindings;
  readonly #credentials: Credentials;
  readonly #events: DeviceEvents;
  readonly #clock: Clock;
  readonly #log: Log;
  /** Agents that have a device, by SIP user name. */
  readonly #registered = new Map<string, Watched>();

  constructor(room: {
    readonly bindings: Bindings;
    readonly credentials: Credentials;
    readonly devices: DeviceEvents;
    readonly clock: Clock;
    readonly log: Log;
  }) {
    this.#bindings = room.bindings;
    this.#credentials = room.credentials;
    this.#events = room.devices;
    this.#clock = room.clock;
    this.#log = room.log;
  }

  /** Takes over what was registered before this process began. */
  async load(): Promise<void> {
    const all = Map.groupBy(await this.#bindings.all(), ({ username }) => username);
    for (const [username, entries] of all) {
      const credential = await this.#credentials.lookup(username);
      if (credential?.kind !== "agent") continue;
      this.now(
        username,
        credential,
        entries.map(({ binding }) => binding),
      );
    }
  }

  /** These are an agent's bindings now. */
  now(
    username: string,
    who: { readonly tenant: TenantId; readonly agent: AgentId },
    bindings: readonly Binding[],
  ): void {
    const until = Math.max(0, ...bindings.map((binding) => binding.expiresAt));
    const before = this.#registered.get(username);
    if (until <= this.#clock.now()) return this.#gone(username);
    before?.cancelTimer();
    const cancelTimer = this.#clock.wakeAt(until, () => this.#lookAgainLogged(username));
    const registrations = new Set(bindings.map(({ callId }) => callId));
    this.#registered.set(username, { tenant: who.tenant, agent: who.agent, registrations, cancelTimer });
    const isAnew = before === undefined || !registrations.isSubsetOf(before.registrations);
    if (isAnew) this.#events.deviceChanged(who.tenant, who.agent, true);
    return undefined;
  }

  /** Something may have changed in the store: reads it again. */
  async lookAgain(username: string): Promise<void> {
    const watched = this.#registered.get(username);
    if (watched === undefined) return;
    this.now(username, watched, await this.#bindings.list(username));
  }

  stop(): void {
    for (const { cancelTimer } of this.#registered.values()) cancelTimer();
    this.#registered.clear();
  }

  #gone(username: string): void {
    const watched = this.#registered.get(username);
    if (watched === undefined) return;
    watched.cancelTimer();
    this.#registered.delete(username);
    this.#events.deviceChanged(watched.tenant, watched.agent, false);
  }

  #lookAgainLogged(username: string): void {
    this.lookAgain(username).catch((error: unknown) => {
      this.#log.error({ error, username }, "could not read an agent's bindings; the agent counts as gone");
      this.#gone(username);
    });
  }
}
