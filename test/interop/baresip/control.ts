import type { Socket } from "node:net";
import { z } from "zod";
import { Inbox } from "../../contract/edge/support/inbox.ts";
import { netstring, readNetstrings } from "./netstring.ts";

/** What baresip tells of its own accord: `type` as CALL_RINGING, `param` depends on it. */
const Happening = z.object({
  event: z.literal(true),
  type: z.string(),
  accountaor: z.string().optional(),
  direction: z.string().optional(),
  peeruri: z.string().optional(),
  id: z.string().optional(),
  param: z.string().optional(),
});
export type Happening = z.infer<typeof Happening>;

const Answer = z.object({
  response: z.literal(true),
  ok: z.boolean(),
  data: z.string(),
  token: z.string().optional(),
});

/** Speaks with baresip's module ctrl_tcp: netstrings of JSON, commands with a token, answers with the same. */
export class Control {
  readonly happenings = new Inbox<Happening>();
  readonly #socket: Socket;
  readonly #answers = new Inbox<z.infer<typeof Answer>>();
  #rest: Buffer = Buffer.alloc(0);
  #commands = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("error", () => undefined);
  }

  /** Says a command as its console takes it, without the slash; resolves with its answer, rejects where it refuses. */
  async command(name: string, params = ""): Promise<string> {
    this.#commands += 1;
    const token = String(this.#commands);
    this.#socket.write(netstring(JSON.stringify({ command: name, params, token })));
    const { ok, data } = await this.#answers.take((answer) => answer.token === token, `an answer to ${name}`);
    if (!ok) throw new Error(`baresip refused "${name} ${params}": ${data}`);
    return data;
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    const { texts, rest } = readNetstrings(Buffer.concat([this.#rest, chunk]));
    this.#rest = rest;
    for (const text of texts) {
      const said = z.union([Happening, Answer]).parse(JSON.parse(text));
      if ("event" in said) this.happenings.put(said);
      else this.#answers.put(said);
    }
  }
}
