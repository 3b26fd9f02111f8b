import type { Socket } from "node:net";
import type { Timer } from "../clock.ts";
import type { Delivery } from "../core/app.ts";
import { type Answer, type Caller, type Command, carryOut, type Desk, readCommand } from "./commands.ts";
import { encodeFrame, FrameReader, LARGEST_FRAME } from "./frame.ts";
import { deliveryLine, outcomeLine } from "./result.ts";

/** Before it has proved itself an application has no more to say than its secret and its tags. */
const LARGEST_UNPROVEN_FRAME = 2_048;
/** How long the other side may take to read our last words before it is cut. */
const FAREWELL_MS = 2_000;

/** What a connection reports to those who keep it. */
export interface ConnectionEvents {
  /** The application proved itself, and was told so. Called once. */
  proven(): void;
  /** The connection is closed. Called once. */
  gone(): void;
}

/**
 * One application's connection: commands in, messages and results out.
 *   open ──close, finish, too much unread──► shut
 *     └──fault of protocol──► refused ──its delay has passed──► shut
 * Whoever has left `open` is heard no more and is sent nothing but the refusal.
 */
export class ControlConnection implements Caller {
  authenticated = false;
  tags: readonly string[] = [];
  /** When it last sent a command, or was sent a message, that concerns SIP. */
  lastBusy: number;
  #source = "";
  #state: "open" | "refused" | "shut" = "open";
  #farewell: Timer | undefined;
  readonly #socket: Socket;
  readonly #reader = new FrameReader(() => (this.authenticated ? LARGEST_FRAME : LARGEST_UNPROVEN_FRAME));
  readonly #desk: Desk;
  readonly #unreadBytes: number;
  readonly #events: ConnectionEvents;

  /** `unreadBytes` is what may wait for an application that does not read before it is cut. */
  constructor(socket: Socket, desk: Desk, unreadBytes: number, events: ConnectionEvents) {
    this.#socket = socket;
    this.#desk = desk;
    this.#unreadBytes = unreadBytes;
    this.#events = events;
    this.lastBusy = desk.context.clock.now();
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 30_000);
    socket.on("data", (piece) => this.#received(typeof piece === "string" ? Buffer.from(piece) : piece));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#closed());
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
    this.lastBusy = this.#now();
    this.#write(deliveryLine(delivery, this.lastBusy), delivery.sip);
  }

  record(line: string, sip: Buffer): void {
    this.#write(line, sip);
  }

  /** Cuts the connection at once. */
  close(): void {
    this.#state = "shut";
    this.#socket.destroy();
  }

  /** Closes the connection once what was written has gone out. */
  finish(): void {
    if (this.#state === "shut") return;
    this.#state = "shut";
    this.#socket.end();
    this.#farewell = this.#desk.context.clock.after(FAREWELL_MS, () => this.#socket.destroy());
  }

  #closed(): void {
    this.#state = "shut";
    this.#farewell?.cancel();
    this.#events.gone();
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
    if (command.verb !== "ping") this.lastBusy = this.#now();
    this.#answer(command.id, carryOut(this.#desk, this, command));
    if (!before && this.authenticated && this.open) this.#events.proven();
  }

  #answer(id: string, answer: Answer): void {
    if (answer.type === "no") return this.#refuse(id, answer.text, answer.afterMs ?? 0);
    if (answer.type === "ok") return this.#write(`response|${id}|${answer.text}`);
    const { outcome } = answer;
    this.#write(outcomeLine(id, outcome, this.#now()), outcome.ok ? outcome.sip : undefined);
  }

  #refuse(id: string, text: string, afterMs: number): void {
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
