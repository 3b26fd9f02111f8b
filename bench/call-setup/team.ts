import { makeAgentsReady } from "../../scripts/make-ready.ts";
import type { Platform } from "../../scripts/services/platform.ts";
import type { Credentials } from "../../src/credentials-file.ts";
import { createPhoneBank, type PhoneBank } from "../../test/support/phone/index.ts";
import { agentNames, type TeamPlan } from "./document.ts";
import { Unmeasurable } from "./unmeasurable.ts";

/** As many as register at once. */
const atOnce = 10;

/** A tenant's agents at their phones, which share one socket, and the number their callers dial. */
export interface Team {
  readonly number: string;
  readonly agents: PhoneBank;
}

/** Registers the team's phones and makes its agents ready. */
export async function openTeam(
  { host, ports, services }: Platform,
  plan: TeamPlan,
  { passwords, tokens }: Credentials,
): Promise<Team> {
  const server = { host, port: ports.sip };
  const accounts = agentNames(plan).map((username) => ({
    username,
    password: passwords[username] ?? "",
    server,
  }));
  const agents = await createPhoneBank(accounts, { logLimit: 1 });
  await inTurns(agents.phones, async (phone) => {
    const answer = await phone.register();
    if (!answer.registered) throw new Unmeasurable(`${phone.username} was not registered: ${answer.status}`);
  });
  try {
    await makeAgentsReady(services.server.apiUrl, tokens[plan.key] ?? "");
  } catch (cause) {
    throw new Unmeasurable(String(cause));
  }
  return { number: plan.number, agents };
}

async function inTurns<T>(all: readonly T[], each: (one: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += atOnce)
    await Promise.all(all.slice(from, from + atOnce).map(each));
}
