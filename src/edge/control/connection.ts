import type { Socket } from "node:net";
import type { Delivery } from "../core/app.ts";
import { type Answer, type Caller, carryOut, type Desk, readCommand } from "./commands.ts";
import { encodeFrame, FrameReader } from "./frame.ts";
import { deliveryLine, outcomeLine } from "./result.ts";

/** An application that does not read what it is sent is given up beyond this. */
const UNREAD_BYTES = 64 * 1024 * 1024;

/** One application's connection: commands in, messages and results out. */
export class ControlConnection implements Caller {
  authenticated = false;
  readonly #socket: Socket;
  readonly #reader = new FrameReader();
  readonly #desk: Desk;
  #open = true;

  /** `gone` is called once, when the connection is closed. */
  constructor(socket: Socket, desk: Desk, gone: () => void) {
    this.#socket = socket;
    this.#desk = desk;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 30_000);
    socket.on("data", (piece) => this.#received(typeof piece === "string" ? Buffer.from(piece) : piece));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      this.#open = false;
      gone();
    });
  }

  get open(): boolean {
    return this.#open;
  }

  deliver(delivery: Delivery): void {
    this.#write(deliveryLine(delivery, this.#now()), delivery.sip);
  }

  respond(commandId: string, text: string, sip?: Buffer): void {
    this.#write(`response|${commandId}|${text}`, sip);
  }

  close(): void {
    this.#open = false;
    this.#socket.destroy();
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
    if (answer.type === "ok") return this.#write(`response|${id}|${answer.text}`);
    if (answer.type === "later") return;
    const { outcome } = answer;
    this.#write(outcomeLine(id, outcome, this.#now()), outcome.ok ? outcome.sip : undefined);
  }

  #refuse(id: string, text: string): void {
    this.#write(`response|${id}|NO|${text}`);
    this.#open = false;
    this.#socket.end(() => this.#socket.destroy());
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
