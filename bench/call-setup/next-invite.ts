import { createPhoneBank, type Phone } from "../../test/support/phone/index.ts";
import { within } from "../../test/support/phone/within.ts";
import type { Figure } from "../figure.ts";
import { percentileFigures } from "../percentiles.ts";
import type { Centre } from "./centre.ts";
import { listenTo } from "./listening.ts";
import { NextInviteWaits } from "./next-invite-waits.ts";
import { serveAll } from "./service.ts";

const samples = 600;
/** Twice the agents, so that ten callers wait. */
const callersAtOnce = 20;
const patienceMs = 15_000;

/** Callers always wait for a busy team: agent's BYE → next INVITE at that agent. */
export async function measureNextInvite(
  { small, server }: Centre,
  tell: (line: string) => void,
): Promise<readonly Figure[]> {
  const numbers = Array.from({ length: callersAtOnce }, (_, nth) => `1391000${String(nth).padStart(4, "0")}`);
  const callers = await createPhoneBank(
    numbers.map((username) => ({ username, server })),
    { logLimit: 1 },
  );
  let answered = 0;
  // The platform answers a caller who must wait: those whom it answered and has not offered, wait.
  const waits = new NextInviteWaits(() => answered > waits.offered);
  const deaf = listenTo(small.agents, (entry) => waits.take(entry));
  serveAll(small.agents, () => 200 + Math.random() * 800);
  const isDone = (): boolean => waits.milliseconds.length >= samples;
  const countAnswer = (): void => void (answered += 1);
  try {
    await Promise.all(
      callers.phones.map((phone) => keepCalling(phone, small.number, { isDone, countAnswer })),
    );
  } finally {
    deaf();
    await callers.close();
  }
  tell(`${waits.milliseconds.length} BYEs with callers waiting, ${waits.leftOut} without are left out`);
  return percentileFigures("next-invite", waits.milliseconds.slice(0, samples));
}

interface Calling {
  readonly isDone: () => boolean;
  readonly countAnswer: () => void;
}

/** Calls again as soon as it was served. */
async function keepCalling(phone: Phone, number: string, { isDone, countAnswer }: Calling): Promise<void> {
  while (!isDone()) {
    const call = phone.call(number, { sound: "nothing" });
    const conversation = await within(call.answered, patienceMs, () => "a call was not answered");
    countAnswer();
    await within(conversation.ended, patienceMs, () => "a waiting call was not served");
  }
}
