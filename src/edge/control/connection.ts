import type { Socket } from "node:net";
import type { Timer } from "../clock.ts";
import type { Delivery } from "../core/app.ts";
import { type Answer, type Caller, type Command, carryOut, type Desk, readCommand } from "./commands.ts";
import { encodeFrame, FrameReader, LARGEST_FRAME } from "./frame.ts";
import { deliveryLine, outcomeLine } from "./result.ts";
import { Silence } from "./silence.ts";

/** Before it has proved itself an application has no more to say than its secret and its tags. */
const LARGEST_UNPROVEN_FRAME = 2_048;
/** What an application lets pass may ring this long (timer C, RFC 3261 16.6); it wants to hear how it ends. */
const PROXYING_MS = 185_000;
/** How long the other side may take to read our last words before it is cut. */
const FAREWELL_MS = 2_000;

/** What a connection reports to those who keep it. */
export interface ConnectionEvents {
  /** The application proved itself, and was told so. Called once. */
  proven(): void;
  /** The application is not heard any more, whoever ended that. Called once. */
  left(): void;
  /** The connection is closed. Called once, as the last thing. */
  closed(): void;
}

/**
 * One application's connection: commands in, messages and results out.
 *   open ──close, finish, its end, too much unread──► shut
 *     └──fault of protocol──► refused ──its delay has passed──► shut
 * Whoever has left `open` is heard no more and is sent nothing but the refusal.
 */
export class ControlConnection implements Caller {
  authenticated = false;
  tags: readonly string[] = [];
  estate: string | undefined;
  instance: string | undefined;
  /** Until when something depended on it, or may: what it lets pass concerns it for some time. */
  busyUntil: number;
  #source = "";
  #left = false;
  #held: Delivery[] | undefined;
  #state: "open" | "refused" | "shut" = "open";
  #farewell: Timer | undefined;
  readonly #socket: Socket;
  readonly #reader = new FrameReader(() => (this.authenticated ? LARGEST_FRAME : LARGEST_UNPROVEN_FRAME));
  readonly #desk: Desk;
  readonly #silence: Silence;
  readonly #unreadBytes: number;
  readonly #events: ConnectionEvents;

  /** `unreadBytes` is what may wait for an application that does not read before it is cut. */
  constructor(socket: Socket, desk: Desk, unreadBytes: number, events: ConnectionEvents) {
    this.#socket = socket;
    this.#desk = desk;
    this.#silence = new Silence(desk.context.clock, () => this.depart());
    this.#unreadBytes = unreadBytes;
    this.#events = events;
    this.busyUntil = desk.context.clock.now();
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 30_000);
    socket.on("data", (piece) => this.#received(typeof piece === "string" ? Buffer.from(piece) : piece));
    socket.on("error", () => socket.destroy());
    // What is delivered after its last word would be lost with it.
    socket.on("end", () => this.#leave());
    socket.on("close", () => {
      this.#leave();
      this.#farewell?.cancel();
      events.closed();
    });
  }

  /** The address of the other side; known once connected. */
  get source(): string {
    this.#source ||= this.#socket.remoteAddress ?? "";
    return this.#source;
  }

  get open(): boolean {
    return this.#state === "open";
  }

  deliver(delivery: Delivery): void {
    this.#busy(0);
    if (this.#held) this.#held.push(delivery);
    else this.#write(deliveryLine(delivery, this.#now()), delivery.sip);
  }

  pinged(): void {
    if (this.estate !== undefined) this.#silence.beat();
  }

  holdBack(milliseconds: number): void {
    if (this.#held) return;
    this.#held = [];
    this.#desk.context.clock.after(milliseconds, () => {
      const held = this.#held ?? [];
      this.#held = undefined;
      for (const delivery of held) this.deliver(delivery);
    });
  }

  respond(commandId: string, text: string, sip?: Buffer): void {
    this.#write(`response|${commandId}|${text}`, sip);
  }

  record(line: string, sip: Buffer): void {
    this.#write(line, sip);
  }

  /** Cuts the connection. That it left is told later: somebody may be delivering to it just now. */
  close(): void {
    this.#state = "shut";
    this.#socket.destroy();
  }

  /** The same, and what it leaves is seen to at once. */
  depart(): void {
    this.#leave();
    this.#socket.destroy();
  }

  /** Closes the connection once what was written has gone out. */
  finish(): void {
    this.#leave();
    this.#socket.end();
    this.#farewell = this.#desk.context.clock.after(FAREWELL_MS, () => this.#socket.destroy());
  }

  #leave(): void {
    this.#silence.stop();
    this.#state = "shut";
    if (!this.#left) this.#events.left();
    this.#left = true;
  }

  #busy(ms: number): void {
    this.busyUntil = Math.max(this.busyUntil, this.#now() + ms);
  }

  #received(piece: Buffer): void {
    if (!this.open) return;
    for (const frame of this.#reader.push(piece)) {
      if ("fault" in frame) return this.#faulty(frame.fault);
      this.#handle(frame.payload);
      if (!this.open) return;
    }
  }

  #faulty(fault: string): void {
    this.#desk.context.log.warn({ source: this.source, fault }, "a control connection is closed");
    this.close();
  }

  #handle(payload: Buffer): void {
    const command = readCommand(payload);
    if (!command) return this.#refuse(payload.toString("latin1", 0, 64), "Invalid message format", 0);
    try {
      this.#carryOut(command);
    } catch (error) {
      this.#desk.context.log.error({ err: error, verb: command.verb }, "a command failed unexpectedly");
      this.#write(`response|${command.id}|NOK|Server error: the command failed unexpectedly`);
    }
  }

  #carryOut(command: Command): void {
    const before = this.authenticated;
    if (command.verb !== "ping") this.#busy(command.verb === "proxy" ? PROXYING_MS : 0);
    this.#answer(command.id, carryOut(this.#desk, this, command));
    if (!before && this.authenticated && this.open) this.#events.proven();
  }

  #answer(id: string, answer: Answer): void {
    if (answer.type === "no") return this.#refuse(id, answer.text, answer.afterMs ?? 0);
    if (answer.type === "ok") return this.#write(`response|${id}|${answer.text}`, answer.body);
    if (answer.type === "later") return;
    const { outcome } = answer;
    this.#write(outcomeLine(id, outcome, this.#now()), outcome.ok ? outcome.sip : undefined);
  }

  #refuse(id: string, text: string, afterMs: number): void {
    this.#leave();
    this.#state = "refused";
    const sayAndEnd = (): void => {
      this.#socket.write(this.#frame(`response|${id}|NO|${text}`));
      this.finish();
    };
    if (afterMs === 0) return sayAndEnd();
    this.#farewell = this.#desk.context.clock.after(afterMs, sayAndEnd);
  }

  #write(line: string, sip?: Buffer): void {
    if (!this.open) return;
    this.#socket.write(this.#frame(line, sip));
    if (this.#socket.writableLength > this.#unreadBytes) this.#faulty("it does not read what it is sent");
  }

  #frame(line: string, sip?: Buffer): Buffer {
    return encodeFrame(`${this.#desk.context.ids.uuid()}|${line}`, sip);
  }

  #now(): number {
    return this.#desk.context.clock.now();
  }
}
