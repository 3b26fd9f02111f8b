/** Whose port it is. */
export type PortOf = "SIP" | "control" | "TLS" | "WS" | "WSS" | "metrics";

/** A port that somebody else has. */
export class PortTaken extends Error {
  readonly what: PortOf;
  readonly protocol: string;
  readonly host: string;
  readonly port: number;

  constructor(taken: { what: PortOf; protocol: string; host: string; port: number }) {
    super(`${taken.protocol.toUpperCase()} port ${taken.port} on ${taken.host} is in use`);
    this.name = "PortTaken";
    this.what = taken.what;
    this.protocol = taken.protocol;
    this.host = taken.host;
    this.port = taken.port;
  }
}

interface Listener {
  readonly protocol?: string;
  listen(host: string, port: number): Promise<number>;
  close(): Promise<void>;
}

/** How often another port is tried, where any will do and one transport finds it taken. */
const ATTEMPTS = 10;

/** Binds one listener. Rejects with `PortTaken`, or with the socket's own error for other reasons. */
export async function listen(listener: Listener, what: PortOf, host: string, port: number): Promise<number> {
  try {
    return await listener.listen(host, port);
  } catch (error) {
    const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    throw taken ? new PortTaken({ what, protocol: listener.protocol ?? "tcp", host, port }) : error;
  }
}

/** A listener and the address it is to have. */
export interface Binding<One extends Listener> {
  readonly listener: One;
  readonly host: string;
}

/**
 * Binds several listeners to one port: the first one's. `make` makes them afresh, since one that was closed
 * cannot be bound again; where any port will do and a later one finds it taken, another is tried. Rejects
 * as `listen` does, with nothing left open.
 */
export async function listenOnOnePort<One extends Listener>(
  make: () => readonly Binding<One>[],
  what: PortOf,
  port: number,
  attempts: number = port === 0 ? ATTEMPTS : 1,
): Promise<{ readonly listeners: readonly One[]; readonly port: number }> {
  const bindings = make();
  let chosen = port;
  try {
    for (const { listener, host } of bindings) chosen = await listen(listener, what, host, chosen);
    return { listeners: bindings.map(({ listener }) => listener), port: chosen };
  } catch (error) {
    for (const { listener } of bindings) await listener.close();
    if (attempts > 1 && error instanceof PortTaken) return listenOnOnePort(make, what, port, attempts - 1);
    throw error;
  }
}
