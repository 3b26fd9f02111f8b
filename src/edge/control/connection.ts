import type { Socket } from "node:net";
import type { Delivery } from "../core/app.ts";
import { type Answer, type Caller, carryOut, type Desk, readCommand } from "./commands.ts";
import { encodeFrame, FrameReader } from "./frame.ts";
import { deliveryLine, outcomeLine } from "./result.ts";
import { Silence } from "./silence.ts";

/** An application that does not read what it is sent is given up beyond this. */
const UNREAD_BYTES = 64 * 1024 * 1024;

/** One application's connection: commands in, messages and results out. */
export class ControlConnection implements Caller {
  authenticated = false;
  estate: string | undefined;
  instance: string | undefined;
  readonly #socket: Socket;
  readonly #reader = new FrameReader();
  readonly #desk: Desk;
  readonly #silence: Silence;
  readonly #gone: () => void;
  #left = false;
  #held: Delivery[] | undefined;
  #open = true;

  /** `gone` is called once, when nothing more can reach the application. */
  constructor(socket: Socket, desk: Desk, gone: () => void) {
    this.#socket = socket;
    this.#desk = desk;
    this.#silence = new Silence(desk.context.clock, () => this.close());
    this.#gone = gone;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 30_000);
    socket.on("data", (piece) => this.#received(typeof piece === "string" ? Buffer.from(piece) : piece));
    socket.on("error", () => socket.destroy());
    // What is delivered after its last word would be lost with it.
    socket.on("end", () => this.#leave());
    socket.on("close", () => {
      this.#open = false;
      this.#leave();
    });
  }

  get open(): boolean {
    return this.#open;
  }

  deliver(delivery: Delivery): void {
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

  close(): void {
    this.#open = false;
    this.#socket.destroy();
    this.#leave();
  }

  #leave(): void {
    this.#silence.stop();
    if (this.#left) return;
    this.#left = true;
    this.#gone();
  }

  #received(piece: Buffer): void {
    for (const frame of this.#reader.push(piece)) {
      if (!this.#open) return;
      if ("fault" in frame) return this.close();
      this.#handle(frame.payload);
    }
  }

  #handle(payload: Buffer): void {
    const command = readCommand(payload);
    if (!command) return this.#refuse(payload.toString("latin1", 0, 64), "Invalid message format");
    try {
      this.#answer(command.id, carryOut(this.#desk, this, command));
    } catch (error) {
      this.#desk.context.log.error({ err: error, verb: command.verb }, "a command failed unexpectedly");
      this.#write(`response|${command.id}|NOK|Server error: the command failed unexpectedly`);
    }
  }

  #answer(id: string, answer: Answer): void {
    if (answer.type === "no") return this.#refuse(id, answer.text);
    if (answer.type === "ok") return this.#write(`response|${id}|${answer.text}`, answer.body);
    if (answer.type === "later") return;
    const { outcome } = answer;
    this.#write(outcomeLine(id, outcome, this.#now()), outcome.ok ? outcome.sip : undefined);
  }

  #refuse(id: string, text: string): void {
    this.#write(`response|${id}|NO|${text}`);
    this.#open = false;
    this.#socket.end(() => this.#socket.destroy());
    this.#leave();
  }

  #write(line: string, sip?: Buffer): void {
    if (!this.#open) return;
    this.#socket.write(encodeFrame(`${this.#desk.context.ids.uuid()}|${line}`, sip));
    if (this.#socket.writableLength > UNREAD_BYTES) this.close();
  }

  #now(): number {
    return this.#desk.context.clock.now();
  }
}
