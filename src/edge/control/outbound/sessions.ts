import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Timer } from "../../clock.ts";
import type { App } from "../../core/app.ts";
import type { Desk } from "../commands.ts";
import { ControlConnection } from "../connection.ts";
import type { ControlLimits } from "../settings.ts";
import { busyApps } from "./busy.ts";
import type { Place } from "./place.ts";

/**
 * Applications that the server dials, one connection per new request. The application proves itself as on
 * any other connection; the connection is closed when nothing depends on it any more, or by the application.
 */
export class OutboundSessions {
  readonly #sessions = new Set<ControlConnection>();
  readonly #desk: Desk;
  readonly #limits: ControlLimits;
  readonly #ca: string | undefined;
  readonly #left: (app: ControlConnection) => void;
  #round: Timer | undefined;

  /** `ca` are the certificates trusted in applications (PEM), those of the machine where undefined. */
  constructor(
    desk: Desk,
    limits: ControlLimits,
    ca: string | undefined,
    left: (app: ControlConnection) => void,
  ) {
    this.#desk = desk;
    this.#limits = limits;
    this.#ca = ca;
    this.#left = left;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Dials; `reached` is called once: with the application that proved itself, or with undefined. */
  dial(place: Place, reached: (app: App | undefined) => void): void {
    let waiting = true;
    const tell = (app: App | undefined): void => {
      if (waiting) reached(app);
      waiting = false;
    };
    const connection = new ControlConnection(dialled(place, this.#ca), this.#desk, this.#limits.unreadBytes, {
      proven: () => {
        patience.cancel();
        tell(connection);
      },
      left: () => {
        patience.cancel();
        this.#left(connection);
        tell(undefined);
      },
      closed: () => this.#forget(connection),
    });
    const patience = this.#desk.context.clock.after(this.#limits.dialMs, () => connection.close());
    this.#sessions.add(connection);
    this.#watch();
  }

  /** Cuts all connections. */
  close(): void {
    for (const connection of this.#sessions) connection.close();
    this.#round?.cancel();
  }

  #forget(connection: ControlConnection): void {
    this.#sessions.delete(connection);
    if (this.#sessions.size === 0) this.#stopWatching();
  }

  #watch(): void {
    this.#round ??= this.#desk.context.clock.after(this.#limits.lingerMs, () => {
      this.#round = undefined;
      this.#closeIdle();
      if (this.#sessions.size > 0) this.#watch();
    });
  }

  #stopWatching(): void {
    this.#round?.cancel();
    this.#round = undefined;
  }

  /** One that registered verbs is kept: it wants to be sent more than it was dialled for. */
  #closeIdle(): void {
    const { context, routes } = this.#desk;
    const busy = busyApps(context.tables);
    const before = context.clock.now() - this.#limits.lingerMs;
    for (const session of this.#sessions) {
      if (!session.authenticated || busy.has(session) || routes.has(session)) continue;
      if (session.busyUntil <= before) session.finish();
    }
  }
}

function dialled({ protocol, host, port }: Place, ca: string | undefined): Socket {
  if (protocol === "tcp") return connectTcp({ host, port });
  return connectTls({
    host,
    port,
    ...(ca === undefined ? {} : { ca }),
    // RFC 6066 3: an address is no server name.
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
}
