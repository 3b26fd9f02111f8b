import type { App } from "../core/app.ts";

/** A connected application that gave a name to its estate, and perhaps one to itself. */
export interface Resident extends App {
  readonly instance?: string | undefined;
  /** Ends the connection; what it leaves is seen to at once. */
  depart(): void;
}

/** The connected applications that named themselves, so that one that comes back can be told from a further one. */
export class Residents {
  readonly #byName = new Map<string, Resident>();

  /** Notes a connection; returns the earlier one of the same instance, whose place it takes. */
  arrive(resident: Resident): Resident | undefined {
    const name = nameOf(resident);
    if (name === undefined) return undefined;
    const earlier = this.#byName.get(name);
    this.#byName.set(name, resident);
    return earlier === resident ? undefined : earlier;
  }

  leave(app: App): void {
    for (const [name, resident] of this.#byName) if (resident === app) this.#byName.delete(name);
  }
}

function nameOf({ estate, instance }: Resident): string | undefined {
  return estate === undefined || instance === undefined ? undefined : `${estate} ${instance}`;
}
