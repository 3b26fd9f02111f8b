import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { setTimeout as after } from "node:timers/promises";
import {
  field,
  newBranch,
  type RequestText,
  requestText,
  SDP,
} from "../../test/contract/edge/support/sip-text.ts";

/** A caller the server does not trust of itself: it comes to know him by his calls. */
const ADDRESS = "127.0.0.2";
const PACE_MS = 50;
const PATIENCE_MS = 4_000;
/** RFC 3261 17.1.1.2, timer A. */
const REPEAT_MS = 500;

/** A good caller, who calls again and again, and ends each call. */
export class Caller {
  readonly #socket: Socket;
  readonly #serverPort: number;
  readonly #awaited = new Map<string, (text: string) => void>();

  private constructor(socket: Socket, serverPort: number) {
    this.#socket = socket;
    this.#serverPort = serverPort;
    socket.on("message", (bytes) => this.#received(bytes.toString()));
  }

  static async open(serverPort: number): Promise<Caller> {
    const socket = createSocket({ type: "udp4", recvBufferSize: 1024 * 1024 });
    socket.bind(0, ADDRESS);
    await once(socket, "listening");
    return new Caller(socket, serverPort);
  }

  /** Calls so many times, one call every 50 ms; how long each took to be set up, in milliseconds, or that it failed. */
  async calls(count: number, stop: AbortSignal): Promise<readonly (number | "failed")[]> {
    const calls: Promise<number | "failed">[] = [];
    for (let nth = 0; nth < count && !stop.aborted; nth++) {
      calls.push(this.#call());
      await after(PACE_MS);
    }
    return Promise.all(calls);
  }

  close(): void {
    this.#socket.close();
  }

  async #call(): Promise<number | "failed"> {
    const callId = newBranch();
    const began = performance.now();
    const ok = await this.#ask({ method: "INVITE", callId, body: SDP });
    const took = performance.now() - began;
    if (!ok?.startsWith("SIP/2.0 200")) return "failed";
    const to = field(ok, "To");
    this.#send(requestText(this.#place(), { method: "ACK", callId, to }));
    const bye = await this.#ask({ method: "BYE", callId, to, cseq: 2 });
    return bye?.startsWith("SIP/2.0 200") ? took : "failed";
  }

  /** The final answer, asking again for as long as there is none; undefined where none comes. */
  async #ask(request: RequestText): Promise<string | undefined> {
    const text = requestText(this.#place(), request);
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const key = `${request.callId} ${request.method}`;
    this.#awaited.set(key, resolve);
    this.#send(text);
    const repeat = setInterval(() => this.#send(text), REPEAT_MS);
    const limit = setTimeout(() => resolve(undefined), PATIENCE_MS);
    const answer = await promise;
    clearInterval(repeat);
    clearTimeout(limit);
    this.#awaited.delete(key);
    return answer;
  }

  #place(): { readonly transport: "UDP"; readonly port: number } {
    return { transport: "UDP", port: this.#socket.address().port };
  }

  #send(text: string): void {
    this.#socket.send(text, this.#serverPort, "127.0.0.1");
  }

  #received(text: string): void {
    if (text.startsWith("SIP/2.0 1")) return;
    const [, method = ""] = field(text, "CSeq").split(" ");
    this.#awaited.get(`${field(text, "Call-ID")} ${method}`)?.(text);
  }
}
