import { setTimeout as pause } from "node:timers/promises";
import type { IncomingCall, PhoneBank } from "../../test/support/phone/index.ts";

/** What the agents of a team did since they took their desks. */
export interface Served {
  /** Calls that rang. */
  offered: number;
  /** Calls that ended with the agent's BYE, answered with 200. */
  whole: number;
  /** Calls that ring or are talked in. */
  readonly underway: Set<Promise<void>>;
}

/** From now on every phone answers at once, sends no sound, and hangs up after `talkMs()`. */
export function serveAll(agents: PhoneBank, talkMs: () => number): Served {
  const served: Served = { offered: 0, whole: 0, underway: new Set() };
  for (const phone of agents.phones) {
    phone.onCall((call) => {
      const serving = serve(call, talkMs(), served).finally(() => served.underway.delete(serving));
      served.underway.add(serving);
    });
  }
  return served;
}

/** Resolves when no call is under way any more, or after that many milliseconds. */
export async function settled({ underway }: Served, withinMs: number): Promise<void> {
  await Promise.race([Promise.all(underway), pause(withinMs, undefined, { ref: false })]);
}

async function serve(call: IncomingCall, talkMs: number, served: Served): Promise<void> {
  served.offered += 1;
  try {
    const conversation = await call.answer("nothing");
    await Promise.race([conversation.established, conversation.ended]);
    await Promise.race([pause(talkMs, undefined, { ref: false }), conversation.ended]);
    if ((await conversation.hangUp()) === 200) served.whole += 1;
  } catch {
    // The offer was withdrawn, or cannot be answered: it stays not whole.
  }
}
