import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode, type Question } from "dns-packet";
import { onTestFinished } from "vitest";
import { Inbox } from "./inbox.ts";

const NAME_DOES_NOT_EXIST = 3;

/** A DNS server of one's own on loopback, with just these records. Names are compared without case. */
export class TestDns {
  /** Each question as `TYPE name`. */
  readonly questions = new Inbox<string>();
  /** As `EDGE_DNS_SERVERS` takes it. */
  readonly address: string;
  records: readonly Answer[];
  #held: (() => void)[] | undefined;
  readonly #socket: Socket;

  private constructor(socket: Socket, records: readonly Answer[]) {
    this.#socket = socket;
    this.records = records;
    this.address = `127.0.0.1:${socket.address().port}`;
    socket.on("message", (bytes, from) => this.#received(bytes, from));
  }

  /** Ends with the test. */
  static async start(...records: readonly Answer[]): Promise<TestDns> {
    const socket = createSocket("udp4");
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    onTestFinished(() => void socket.close());
    return new TestDns(socket, records);
  }

  /** How often that was asked. */
  asked(question: string): number {
    return this.questions.count((other) => other === question);
  }

  /** From now on nothing is answered. */
  hold(): void {
    this.#held = [];
  }

  /** What was asked meanwhile is answered, and what comes. */
  release(): void {
    for (const answer of this.#held ?? []) answer();
    this.#held = undefined;
  }

  #received(bytes: Buffer, from: RemoteInfo): void {
    const query = decode(bytes);
    const [question] = query.questions ?? [];
    if (!question) return;
    this.questions.put(`${question.type} ${question.name.toLowerCase()}`);
    const answer = (): void => this.#answer(query.id ?? 0, question, from);
    if (this.#held) this.#held.push(answer);
    else answer();
  }

  #answer(id: number, question: Question, from: RemoteInfo): void {
    const exists = this.records.some(({ name }) => same(name, question.name));
    const flags = AUTHORITATIVE_ANSWER | (exists ? 0 : NAME_DOES_NOT_EXIST);
    const answers = this.#answers(question);
    this.#socket.send(
      encode({ type: "response", id, flags, questions: [question], answers }),
      from.port,
      from.address,
    );
  }

  /** Follows an alias to what it stands for. */
  #answers({ type, name }: Question): Answer[] {
    return this.records.flatMap((record) => {
      if (!same(record.name, name)) return [];
      if (record.type === type) return [record];
      return record.type === "CNAME" ? [record, ...this.#answers({ type, name: record.data })] : [];
    });
  }
}

/** An address record that holds for a minute. */
export function a(name: string, address = "127.0.0.1", ttl = 60): Answer {
  return { type: "A", name, data: address, ttl };
}

/** A service record. */
export function srv(name: string, priority: number, port: number, target: string): Answer {
  return { type: "SRV", name, ttl: 60, data: { priority, weight: 0, port, target } };
}

/** A record that offers a SIP service. */
export function naptr(name: string, order: number, services: string, replacement: string): Answer {
  return {
    type: "NAPTR",
    name,
    ttl: 60,
    data: { order, preference: 10, flags: "s", services, regexp: "", replacement },
  };
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
