import { Socket } from "node:net";

/** An answer to a command, after `OK` or not; `lost` where the connection ended first. */
export type Reply =
  | { readonly ok: boolean; readonly fields: readonly string[]; readonly body: string }
  | "lost";

/** The control connection that drachtio-srf holds, for commands it has no words for. */
export interface ControlWire {
  readonly agent: unknown;
  readonly socket: Socket;
  /** Requests of ours that the library passes answers of to, by transaction id. */
  readonly pendingSipRequests: Map<unknown, unknown>;
  /** Sends a command; `answered` is called once, before the library reads the frame after the answer. */
  ask(command: string, answered: (reply: Reply) => void): void;
}

/**
 * Reaches the authenticated connection inside a drachtio-srf. Undefined where there is none, or the library is
 * not built the way it was known to be: everything used of it is looked at first.
 */
export function wireOf(srf: unknown): ControlWire | undefined {
  const agent = member(member(srf, "app"), "client");
  const protocol = member(agent, "wp");
  const send = member(protocol, "send");
  const connections = member(agent, "mapServer");
  if (typeof send !== "function" || !(connections instanceof Map)) return undefined;
  for (const [socket, state] of connections) {
    const found = partsOf(socket, state);
    if (!found) continue;
    const { pendingRequests, pendingSipRequests } = found;
    const write = (text: string): unknown => Reflect.apply(send, protocol, [found.socket, text]);
    return {
      agent,
      socket: found.socket,
      pendingSipRequests,
      ask: (command, answered) => ask(found.socket, pendingRequests, () => write(command), answered),
    };
  }
  return undefined;
}

function partsOf(socket: unknown, state: unknown) {
  const pendingRequests = member(state, "pendingRequests");
  const pendingSipRequests = member(state, "pendingSipRequests");
  const ready = member(state, "authenticated") === true;
  if (!ready || !(socket instanceof Socket) || socket.destroyed) return undefined;
  if (!(pendingRequests instanceof Map) || !(pendingSipRequests instanceof Map)) return undefined;
  return { socket, pendingRequests, pendingSipRequests };
}

function ask(
  socket: Socket,
  pending: Map<unknown, unknown>,
  write: () => unknown,
  answered: (reply: Reply) => void,
): void {
  const asked = askedOn(socket);
  const lost = (): void => answered("lost");
  asked.add(lost);
  pending.set(write(), (fields: unknown, body: unknown) => {
    asked.delete(lost);
    const [word = "", ...rest] = Array.isArray(fields) ? fields.map(String) : [];
    answered({ ok: word === "OK", fields: rest, body: typeof body === "string" ? body : "" });
  });
}

/** What is to be called when a connection ends before it answered. */
const unanswered = new WeakMap<Socket, Set<() => void>>();

function askedOn(socket: Socket): Set<() => void> {
  const known = unanswered.get(socket);
  if (known) return known;
  const asked = new Set<() => void>();
  unanswered.set(socket, asked);
  socket.once("close", () => {
    for (const lost of asked) lost();
  });
  return asked;
}

/** A property of something that may not be what it was thought to be. */
export function member(of: unknown, name: string): unknown {
  const holds = (typeof of === "object" && of !== null) || typeof of === "function";
  return holds ? Reflect.get(of, name) : undefined;
}
