import type { AriResponse } from "./messages.ts";

/** Asterisk could not be asked, or did not say what became of it: the connection is down, or the answer late. */
export class AriUnavailable extends Error {
  override readonly name = "AriUnavailable";
}

/** Requests under way on one connection, each waiting for the response with its number. */
export interface Requests {
  /** Numbers a request and sends it with that number. Rejects with AriUnavailable. */
  make(what: string, send: (requestId: string) => void): Promise<AriResponse>;
  answered(response: AriResponse): void;
  /** The connection is gone: none of them will be answered. */
  abandon(): void;
}

interface Waiting {
  readonly resolve: (response: AriResponse) => void;
  readonly reject: (error: AriUnavailable) => void;
  readonly what: string;
  readonly timer: NodeJS.Timeout;
}

export function trackRequests(timeoutMs: number): Requests {
  const waiting = new Map<string, Waiting>();
  let made = 0;

  function take(requestId: string): Waiting | undefined {
    const request = waiting.get(requestId);
    if (request !== undefined) clearTimeout(request.timer);
    waiting.delete(requestId);
    return request;
  }
  const refuse = (requestId: string, why: string): void => {
    const request = take(requestId);
    request?.reject(new AriUnavailable(`${request.what}: ${why}`));
  };

  return {
    make: (what, send) =>
      new Promise((resolve, reject) => {
        made += 1;
        const requestId = String(made);
        const timer = setTimeout(() => refuse(requestId, `no answer within ${timeoutMs} ms`), timeoutMs);
        waiting.set(requestId, { resolve, reject, what, timer });
        send(requestId);
      }),
    answered: (response) => take(response.request_id)?.resolve(response),
    abandon: () => {
      for (const requestId of [...waiting.keys()]) refuse(requestId, "the connection to Asterisk was lost");
    },
  };
}
