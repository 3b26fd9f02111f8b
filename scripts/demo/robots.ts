import { setTimeout as pause } from "node:timers/promises";
import { createPhone, type IncomingCall, type Phone } from "../../test/support/phone/index.ts";
import type { Tally } from "./tally.ts";

/** A robot at an agent's desk. */
export interface RobotOptions {
  readonly username: string;
  readonly password: string;
  readonly server: { readonly host: string; readonly port: number };
  /** Whether a caller's number belongs to a caller of this agent's own tenant, or of one that rents the agent. */
  readonly isOurs: (caller: string) => boolean;
  readonly tally: Tally;
  /** 0 up to, but not including, 1. */
  readonly chance: () => number;
}

/** Registers a phone that answers after a moment, talks for a while and hangs up. */
export async function startRobot(options: RobotOptions): Promise<Phone> {
  const { username, password, server } = options;
  const phone = await createPhone({ username, password, server, sound: { toneHz: 440 } });
  const registered = await phone.register();
  if (!registered.registered) {
    await phone.close();
    throw new Error(`the robot ${username} could not register: ${registered.status}`);
  }
  phone.onCall((call) => void take(call, options));
  return phone;
}

async function take(call: IncomingCall, { isOurs, tally, chance }: RobotOptions): Promise<void> {
  call.ring();
  await Promise.race([pause(between(400, 1_500, chance)), call.cancelled]);
  if (call.at !== "offered") return;
  try {
    const conversation = await call.answer();
    if (isOurs(call.from.user)) tally.answered += 1;
    else tally.misrouted += 1;
    await Promise.race([pause(between(3_000, 6_000, chance)), conversation.ended]);
    await conversation.hangUp();
  } catch {
    // The caller was quicker: the call is over, and nobody talked to anybody.
  }
}

function between(low: number, high: number, chance: () => number): number {
  return low + chance() * (high - low);
}
