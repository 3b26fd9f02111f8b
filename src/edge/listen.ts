/** A port that somebody else has. */
export class PortTaken extends Error {
  readonly what: "SIP" | "control";
  readonly protocol: string;
  readonly host: string;
  readonly port: number;

  constructor(taken: { what: "SIP" | "control"; protocol: string; host: string; port: number }) {
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
export async function listen(
  listener: Listener,
  what: "SIP" | "control",
  host: string,
  port: number,
): Promise<number> {
  try {
    return await listener.listen(host, port);
  } catch (error) {
    const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    throw taken ? new PortTaken({ what, protocol: listener.protocol ?? "tcp", host, port }) : error;
  }
}

/**
 * Binds two transports to one port: the first one's. `make` makes a fresh pair, since one that was closed
 * cannot be bound again; where any port will do and the second finds it taken, another is tried.
 */
export async function listenOnOnePort<Pair extends readonly [Listener, Listener]>(
  make: () => Pair,
  host: string,
  port: number,
  attempts: number = port === 0 ? ATTEMPTS : 1,
): Promise<{ readonly pair: Pair; readonly port: number }> {
  const pair = make();
  const chosen = await listen(pair[0], "SIP", host, port);
  try {
    return { pair, port: await listen(pair[1], "SIP", host, chosen) };
  } catch (error) {
    await pair[0].close();
    if (attempts > 1) return listenOnOnePort(make, host, port, attempts - 1);
    throw error;
  }
}
