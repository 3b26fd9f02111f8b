import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { Inbox } from "./support/inbox.ts";
import type { UdpPhone } from "./support/phones.ts";
import { bodyOf, field, SDP, tagIn } from "./support/sip-text.ts";
import { SECRET, startWorld, type World } from "./support/world.ts";

const APP = fileURLToPath(new URL("support/joining-app.ts", import.meta.url));
const CALLS = 100;
/** How many calls move at a time; more would only measure this test's own phones. */
const AT_ONCE = 10;
const OFFER = `${SDP}a=sendrecv\r\n`;
const ANSWER = OFFER.replace("4000", "5000");
const HOLD = OFFER.replace("sendrecv", "sendonly");
const HELD = ANSWER.replace("sendrecv", "recvonly");

/** An application of the kind in support, and what it said. */
function startApp(world: World, agent: UdpPhone, life: "first" | "second") {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(process.execPath, [APP], {
    env: {
      CONTROL_PORT: String(world.edge.controlPort),
      SECRET,
      AGENT: `sip:agent@127.0.0.1:${agent.place.port}`,
      LIFE: life,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const said = new Inbox<string>();
  createInterface({ input: child.stdout }).on("line", (line) => said.put(line));
  const hears = async (text: string): Promise<string> => said.take((line) => line.includes(text), text);
  return { child, hears };
}

/** One caller's call and the leg to the agent. */
interface Joined {
  readonly caller: { readonly callId: string; readonly to: string };
  readonly agent: { readonly callId: string; readonly to: string; readonly fromTag: string };
}

const of =
  (callId: string, start: string) =>
  (message: string): boolean =>
    message.startsWith(start) && field(message, "Call-ID") === callId;

/** What was heard before: a message that is repeated, as UDP has it, counts once. */
const heard = new Set<string>();

async function hear(phone: UdpPhone, callId: string, start: string, cseq = ""): Promise<string> {
  const message = await phone.inbox.take(
    (text) => of(callId, start)(text) && !heard.has(text) && field(text, "CSeq").startsWith(cseq),
    `${start} in ${callId}`,
  );
  heard.add(message);
  return message;
}

async function call(caller: UdpPhone, agent: UdpPhone, callId: string): Promise<Joined> {
  caller.request({ method: "INVITE", callId, body: OFFER });
  const invite = await agent.inbox.take(
    (message) => message.startsWith("INVITE ") && field(message, "X-Call") === callId,
    `the agent's leg of ${callId}`,
  );
  const leg = field(invite, "Call-ID");
  agent.respond(invite, { status: 200, tag: "agent", body: ANSWER });
  const ok = await hear(caller, callId, "SIP/2.0 200", "1 ");
  caller.request({ method: "ACK", callId, to: field(ok, "To") });
  await hear(agent, leg, "ACK ");
  return {
    caller: { callId, to: field(ok, "To") },
    agent: { callId: leg, fromTag: "agent", to: `<sip:c@h>;tag=${tagIn(invite, "From")}` },
  };
}

/** Runs over all calls, a few at a time. */
async function each<Item, Result>(
  items: readonly Item[],
  run: (item: Item, at: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE)
    results.push(
      ...(await Promise.all(items.slice(from, from + AT_ONCE).map((item, at) => run(item, from + at)))),
    );
  return results;
}

it("an application killed with 100 calls up loses none; BYE, re-INVITE and hold work on each with the next", async () => {
  const timers = { t1: 100, t2: 800, t4: 1_000 };
  const world = await startWorld(undefined, { timers });
  const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
  const first = startApp(world, agent, "first");
  await first.hears("ready");
  const ids = Array.from({ length: CALLS }, (_, at) => `call-${at}`);
  const calls = await each(ids, (id) => call(caller, agent, id));
  for (const id of ids) await first.hears(`"joined":"${id};`);
  expect(world.edge.counts()).toMatchObject({ dialogs: 2 * CALLS, apps: 1 });

  first.child.kill("SIGKILL");
  await expect.poll(() => world.edge.counts()).toMatchObject({ apps: 0, estates: 1, dialogs: 2 * CALLS });
  await each(calls, async (joined) => {
    caller.request({ method: "OPTIONS", ...joined.caller, cseq: 2 });
    agent.request({ method: "INVITE", ...joined.agent, cseq: 2, body: HELD });
    await hear(caller, joined.caller.callId, "SIP/2.0 200", "2 OPTIONS");
    const later = await hear(agent, joined.agent.callId, "SIP/2.0 500");
    expect(field(later, "Retry-After")).not.toBe("");
    agent.request({ method: "ACK", ...joined.agent, cseq: 2 });
  });

  const second = startApp(world, agent, "second");
  expect(await second.hears('"outcome":"adopted"')).toContain(`"dialogs":${2 * CALLS},`);
  expect(world.edge.counts()).toMatchObject({ apps: 1, estates: 0, dialogs: 2 * CALLS });

  await each(calls, async (joined) => {
    caller.request({ method: "INVITE", ...joined.caller, cseq: 3, body: HOLD });
    const reInvite = await hear(agent, joined.agent.callId, "INVITE ");
    expect(bodyOf(reInvite)).toBe(HOLD);
    agent.respond(reInvite, { status: 200, body: HELD });
    await hear(agent, joined.agent.callId, "ACK ");
    const ok = await hear(caller, joined.caller.callId, "SIP/2.0 200", "3 INVITE");
    expect(bodyOf(ok)).toBe(HELD);
    caller.request({ method: "ACK", ...joined.caller, cseq: 3 });
  });

  await each(calls, async (joined) => {
    agent.request({ method: "INFO", ...joined.agent, cseq: 4 });
    await hear(agent, joined.agent.callId, "SIP/2.0 200", "4 INFO");
    const hold = await hear(agent, joined.agent.callId, "INVITE ");
    expect(bodyOf(hold)).toBe(HOLD);
    agent.respond(hold, { status: 200, body: HELD });
    await hear(agent, joined.agent.callId, "ACK ");
    await second.hears(`"held":"${joined.agent.callId};`);
  });

  await each(calls, async (joined, at) => {
    const [one, its, other, others] =
      at % 2 === 0
        ? ([caller, joined.caller, agent, joined.agent] as const)
        : ([agent, joined.agent, caller, joined.caller] as const);
    one.request({ method: "BYE", ...its, cseq: 9 });
    const bye = await hear(other, others.callId, "BYE ");
    other.respond(bye, { status: 200 });
    await hear(one, its.callId, "SIP/2.0 200", "9 BYE");
  });
  await expect.poll(() => world.edge.counts().dialogs).toBe(0);
  await expect
    .poll(() => world.edge.counts(), { timeout: 15_000 })
    .toMatchObject({ serverTransactions: 0, clientTransactions: 0, dialogs: 0, estates: 0, apps: 1 });
}, 60_000);
