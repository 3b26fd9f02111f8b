import { setTimeout as pause } from "node:timers/promises";
import { createPhoneBank, type Phone } from "../../test/support/phone/index.ts";
import { within } from "../../test/support/phone/within.ts";
import type { Figure } from "../figure.ts";
import { percentileFigures } from "../percentiles.ts";
import type { Centre } from "./centre.ts";
import { IdleAgentWaits } from "./idle-agent-waits.ts";
import { listenTo } from "./listening.ts";
import { serveAll } from "./service.ts";
import { Unmeasurable } from "./unmeasurable.ts";

const calls = 400;
/** The first calls warm the programs up. */
const warmUpCalls = 50;
const talkMs = 50;
const patienceMs = 5_000;

/** Calls one by one to a team of which all are idle: caller's INVITE → agent's INVITE. */
export async function measureIdleAgent({ small, server }: Centre): Promise<readonly Figure[]> {
  const callers = await createPhoneBank([{ username: "13900000001", server }], { logLimit: 1 });
  const waits = new IdleAgentWaits();
  const deaf = [
    listenTo(callers, (entry) => waits.caller(entry)),
    listenTo(small.agents, (entry) => waits.agent(entry)),
  ];
  serveAll(small.agents, () => talkMs);
  try {
    const phone = callers.phone("13900000001");
    for (let call = 0; call < warmUpCalls + calls; call++) await callOnce(phone, small.number);
  } finally {
    for (const stop of deaf) stop();
    await callers.close();
  }
  if (waits.milliseconds.length !== warmUpCalls + calls)
    throw new Unmeasurable(
      `only ${waits.milliseconds.length} of ${warmUpCalls + calls} calls reached an agent`,
    );
  return percentileFigures("idle-agent-invite", waits.milliseconds.slice(warmUpCalls));
}

/** Until the agent has hung up; then a moment, never the same, so that nothing falls into step with the calls. */
async function callOnce(phone: Phone, number: string): Promise<void> {
  const { answered } = phone.call(number, { sound: "nothing" });
  const conversation = await within(answered, patienceMs, () => "a call was not answered");
  await within(conversation.ended, patienceMs, () => "a call was not ended by the agent");
  await pause(20 + Math.random() * 60);
}
