import { ALLOW } from "./headers.ts";
import type { Leg } from "./leg.ts";
import {
  type Answer,
  type Headers,
  type Incoming,
  type NotSent,
  type SipClient,
  sameBody,
} from "./message.ts";

/** What is done with a request inside a call, apart from ACK and BYE, which the call itself handles. */
export type Relaying = { readonly do: "pass" } | { readonly do: "answer"; readonly status: number };

/** Media and digits are the far ends' business; transfers and subscriptions are not offered inside a call. */
export function relaying(method: string): Relaying {
  switch (method) {
    case "INVITE":
    case "UPDATE":
    case "INFO":
      return { do: "pass" };
    case "OPTIONS":
    case "PRACK":
      return { do: "answer", status: 200 };
    case "SUBSCRIBE":
    case "NOTIFY":
      return { do: "answer", status: 489 };
    default:
      return { do: "answer", status: 405 };
  }
}

/** Passes a request from one side of a call on to the other, and its answers back. */
export function passOn(client: SipClient, request: Incoming, from: Leg, to: Leg): void {
  const body = sameBody(request);
  const outgoing = client.send(
    {
      method: request.method,
      dialogId: to.dialogId,
      ...body,
      headers: { ...described(request), ...body.headers },
    },
    {
      answered: (answer) => passBack(request, answer, from),
      notSent: (why) => request.answer(statusOf(why)),
    },
  );
  if (request.method === "INVITE") request.onCancel((reason) => outgoing.cancel(reason));
}

function described(request: Incoming): Headers {
  return request.method === "INFO" ? { "Info-Package": request.header("Info-Package") } : { Allow: ALLOW };
}

function passBack(request: Incoming, answer: Answer, from: Leg): void {
  if (answer.status < 200) return;
  const accepted = answer.status < 300;
  if (accepted && request.method === "INVITE") {
    // With an offer in the request its answer is complete; without one the ACK brings the answer.
    if (request.body === "") from.passAckTo(answer);
    else answer.acknowledge();
  }
  request.answer(answer.status, {
    ...sameBody(answer),
    headers: { ...retryHint(answer), ...sameBody(answer).headers },
  });
}

const retryHint = (answer: Answer): Headers => ({ "Retry-After": answer.header("Retry-After") });

function statusOf(why: NotSent): number {
  return why === "no-dialog" ? 481 : 500;
}
