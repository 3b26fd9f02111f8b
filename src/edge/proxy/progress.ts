import { timeOfDay } from "../control/result.ts";
import type { Context } from "../core/context.ts";
import { writeReply } from "../core/reply-text.ts";
import type { Incoming } from "../core/state.ts";
import { asReceived } from "../sip/serialize.ts";
import type { Answer } from "./state.ts";

/** An application that asked for something to be proxied. */
export interface Commander {
  /** Answers one of its commands; may be called several times. `text` is what follows the command's id. */
  respond(commandId: string, text: string, sip?: Buffer): void;
}

/** Tells an application how its order goes. */
export interface Reporter {
  /** One target's final response; one that nobody sent has no address and port 0. */
  final(incoming: Incoming, answer: Answer): void;
  done(): void;
}

/** For an application that wants to hear of each final response. */
export function fullReporter(context: Context, commander: Commander, commandId: string): Reporter {
  let over = false;
  return {
    final: (incoming, answer) => {
      if (over) return;
      const sip = bytesOf(incoming, answer);
      const { protocol, address, port } = placeOf(incoming, answer);
      const time = timeOfDay(context.clock.now());
      const text = `OK|network|${sip.length}|${protocol}|${address}|${port}|${time}|||continue`;
      commander.respond(commandId, text, sip);
    },
    done: () => {
      if (!over) commander.respond(commandId, "OK|done");
      over = true;
    },
  };
}

/** For one that only wants to know its order was taken: it is told so at once, and then no more. */
export function briefReporter(commander: Commander, commandId: string): Reporter {
  commander.respond(commandId, "OK|done");
  return { final: () => undefined, done: () => undefined };
}

function bytesOf({ request, localTag }: Incoming, answer: Answer): Buffer {
  if (answer.kind === "received") return asReceived(answer.response);
  const toTag = request.toTag === "" ? localTag : undefined;
  return writeReply(request, { status: answer.status, reason: answer.reason, toTag });
}

function placeOf(incoming: Incoming, answer: Answer) {
  if (answer.kind === "received") return answer.source;
  return { protocol: incoming.source.protocol, address: "", port: 0 };
}
