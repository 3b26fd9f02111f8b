import type { Clock, Log } from "../../dispatch/index.ts";
import type { Incoming, SipClient } from "./message.ts";
import { type ControlAddress, type ControlLink, openLink } from "./srf.ts";

export interface LinkOwner {
  requestArrived(request: Incoming): void;
  /** The link is gone and with it everything that was under way on it: no other link can take it over. */
  linkLost(): void;
}

/** The control link, kept up: while it is down requests are not sent, and it is tried again, ever more slowly. */
export interface StandingLink extends SipClient {
  isUp(): boolean;
  /** Resolves to true when the link is first up, to false if it is not by then. */
  upWithin(milliseconds: number): Promise<boolean>;
  /** Closes the link; resolves when it is closed. */
  stop(): Promise<void>;
}

const CAN_HAND_OVER = "the SIP server can hand calls over to a successor of this process";
const CANNOT_HAND_OVER = "the SIP server cannot hand calls over: should this process die, its calls end";
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 2_000;
/** How long the SIP server may take to see our end of the connection close. */
const CLOSING_MS = 1_000;

/** How long to wait before the next attempt, after so many in vain. */
export function retryAfterMs(attemptsInVain: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attemptsInVain);
}

export function keepLinked(address: ControlAddress, owner: LinkOwner, clock: Clock, log: Log): StandingLink {
  const where = { host: address.host, port: address.port };
  const up = Promise.withResolvers<true>();
  const closed = Promise.withResolvers<void>();
  let link: ControlLink | undefined;
  let connected = false;
  let stopping = false;
  let attemptsInVain = 0;
  let cancelRetry: (() => void) | undefined;

  const open = (): void => {
    link = openLink(address, {
      connected(endpoints) {
        if (stopping) return link?.close();
        connected = true;
        attemptsInVain = 0;
        log.info({ ...where, endpoints }, "linked to the SIP server");
        return up.resolve(true);
      },
      handOverKnown: (able) =>
        log.info({ ...where, handOver: able }, able ? CAN_HAND_OVER : CANNOT_HAND_OVER),
      closed: (why) => (stopping ? closed.resolve() : retry(why)),
      requestArrived: (request) => owner.requestArrived(request),
    });
  };

  const retry = (why: string): void => {
    const inMs = retryAfterMs(attemptsInVain);
    attemptsInVain += 1;
    log.warn({ ...where, why, retryInMs: inMs }, "no link to the SIP server");
    if (connected) owner.linkLost();
    connected = false;
    link = undefined;
    cancelRetry = clock.wakeAt(clock.now() + inMs, open);
  };

  open();
  return {
    isUp: () => connected,
    upWithin: (milliseconds) => Promise.race([up.promise, elapsed(clock, milliseconds).then(() => false)]),
    send(request, replies) {
      if (connected && link !== undefined) return link.send(request, replies);
      queueMicrotask(() => replies.notSent("no-link"));
      return { cancel: () => undefined };
    },
    async stop() {
      stopping = true;
      cancelRetry?.();
      const wasUp = connected;
      connected = false;
      link?.close();
      if (wasUp) await Promise.race([closed.promise, elapsed(clock, CLOSING_MS)]);
    },
  };
}

function elapsed(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    clock.wakeAt(clock.now() + milliseconds, resolve);
  });
}
