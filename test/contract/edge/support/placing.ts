import { Inbox } from "./inbox.ts";
import { SDP } from "./sip-text.ts";
import type { SipMessage, Srf, SrfDialog, SrfRequest } from "./srf.ts";

/** A call being placed: what the application hears of it. */
export interface Placed {
  readonly outcome: Promise<SrfDialog>;
  /** The request as it was reported to be sent. */
  readonly request: () => Promise<SrfRequest>;
  readonly provisional: Inbox<SipMessage>;
  /** The status it failed with. Throws where it did not fail. */
  readonly failure: () => Promise<unknown>;
}

/** Places a call and keeps what the application hears of it. */
export function place(srf: Srf, uri: string, opts: object = {}): Placed {
  const requests = new Inbox<SrfRequest>();
  const provisional = new Inbox<SipMessage>();
  const outcome = srf.createUAC(
    uri,
    { localSdp: SDP, ...opts },
    {
      cbRequest: (_error, request) => requests.put(request),
      cbProvisional: (response) => provisional.put(response),
    },
  );
  // A test that looks at the failure later must not have it reported as unhandled before.
  outcome.catch(() => undefined);
  return {
    outcome,
    request: async () => requests.take(() => true, "the request as sent"),
    provisional,
    failure: async () => failureOf(outcome),
  };
}

/** What a promise fails with. Throws where it does not fail. */
export async function failureOf(outcome: Promise<unknown>): Promise<unknown> {
  try {
    await outcome;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}
