import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { onTestFinished } from "vitest";
import { Inbox } from "./inbox.ts";
import { SECRET } from "./world.ts";

/** A control connection spoken by hand. */
export class ControlClient {
  readonly inbox = new Inbox<string>();
  /** The frames that came together in each read. */
  readonly reads: string[][] = [];
  /** The payloads of all frames, byte for byte. */
  readonly payloads: Buffer[] = [];
  readonly closed: Promise<unknown>;
  readonly #socket: Socket;
  #pending = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once("close", resolve));
    socket.setNoDelay(true);
    socket.on("error", () => undefined);
    socket.on("data", (piece: Buffer) => this.#received(piece));
  }

  static async open(port: number): Promise<ControlClient> {
    const socket = connect(port, "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    await once(socket, "connect");
    return new ControlClient(socket);
  }

  /** Connects with TLS, trusting that certificate only. */
  static async openTls(port: number, ca: string): Promise<ControlClient> {
    const socket = connectTls({ port, host: "127.0.0.1", ca });
    onTestFinished(() => void socket.destroy());
    await once(socket, "secureConnect");
    return new ControlClient(socket);
  }

  /** A connection that the server opened. */
  static over(socket: Socket): ControlClient {
    onTestFinished(() => void socket.destroy());
    return new ControlClient(socket);
  }

  /** A connection that has proved itself. */
  static async authenticated(port: number, tags = ""): Promise<ControlClient> {
    const client = await ControlClient.open(port);
    await client.command(`authenticate|${SECRET}|${tags}`);
    return client;
  }

  /** Reads nothing more of what is sent to it. */
  stopReading(): void {
    this.#socket.pause();
  }

  /** Closes its side. */
  end(): void {
    this.#socket.end();
  }

  write(bytes: string | Buffer): void {
    this.#socket.write(bytes);
  }

  /** Dies: nothing more is sent or read. */
  drop(): void {
    this.#socket.destroy();
  }

  /** Sends one frame and returns its id. */
  send(payload: string): string {
    const id = randomUUID();
    this.write(frame(`${id}|${payload}`));
    return id;
  }

  /** Sends one frame and waits for what answers it, without the frame's own id and the command's. */
  async command(payload: string): Promise<string> {
    const id = this.send(payload);
    const answer = await this.inbox.take(
      (text) => text.includes(`|response|${id}|`),
      `an answer to ${payload}`,
    );
    return answer.slice(answer.indexOf(id) + id.length + 1);
  }

  /** The next frame that answers a command sent earlier, from its result on. */
  async answer(id: string): Promise<string> {
    const text = await this.inbox.take((frame) => frame.includes(`|response|${id}|`), "a further answer");
    return text.slice(text.indexOf(id) + id.length + 1);
  }

  /** The next SIP message passed on; its first line and its text. */
  async sip(
    fits: (line: string, text: string) => boolean = () => true,
  ): Promise<{ line: string; text: string }> {
    const found = await this.inbox.take((text) => {
      const { line, text: sip } = split(text);
      return line.split("|")[1] === "sip" && fits(line, sip);
    }, "a SIP message");
    return split(found);
  }

  /** The next call detail record: its fields behind the id, and its message. */
  async record(kind: string): Promise<{ fields: string[]; text: string }> {
    const found = await this.inbox.take((text) => text.split("|")[1] === `cdr:${kind}`, `a cdr:${kind}`);
    const { line, text } = split(found);
    return { fields: line.split("|").slice(1), text };
  }

  #received(piece: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, piece]);
    const together: string[] = [];
    for (let next = this.#cut(); next !== undefined; next = this.#cut()) together.push(next);
    this.reads.push(together);
    for (const text of together) this.inbox.put(text);
  }

  #cut(): string | undefined {
    const hash = this.#pending.indexOf("#");
    if (hash < 0) return undefined;
    const end = hash + 1 + Number(this.#pending.toString("latin1", 0, hash));
    if (this.#pending.length < end) return undefined;
    const text = this.#pending.toString("utf8", hash + 1, end);
    this.payloads.push(this.#pending.subarray(hash + 1, end));
    this.#pending = this.#pending.subarray(end);
    return text;
  }
}

/** A frame as an application writes it. */
export function frame(payload: string): string {
  return `${Buffer.byteLength(payload)}#${payload}`;
}

function split(text: string): { line: string; text: string } {
  const end = text.indexOf("\r\n");
  return { line: text.slice(0, end), text: text.slice(end + 2) };
}
