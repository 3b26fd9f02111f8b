import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePorts } from "../../../scripts/free-ports.ts";
import { startAsterisk } from "../../../scripts/services/asterisk.ts";
import { ensureParts, explainMissing } from "../../../scripts/setup/index.ts";
import type { Log, Offer, SwitchEvent } from "../../../src/dispatch/index.ts";
import { AgentId, CallId, type LegId, ReservationId } from "../../../src/ids.ts";
import { type Softswitch, startSoftswitch } from "../../../src/telephony/asterisk/index.ts";
import { type BreakableLink, openBreakableLink } from "./breakable-link.ts";
import type { PhoneCall } from "./phone-call.ts";
import { openSipPhone, type SipPhone } from "./sip-phone.ts";

/** Prompts by their texts: each is one µ-law byte over and over, so that a test can tell which was heard. */
export const prompts = {
  greeting: { byte: 0x21, seconds: 0.3 },
  menu: { byte: 0x22, seconds: 0.3 },
  long: { byte: 0x23, seconds: 20 },
} as const;

const credentials = { username: "asterisk", password: "let me in" };
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A real Asterisk, our softswitch in front of it, a caller's telephone, and the SIP server's place taken by another. */
export interface Switchroom {
  readonly link: BreakableLink;
  readonly caller: SipPhone;
  /** Stands where the SIP server stands: what Asterisk offers to agents arrives here. */
  readonly agents: SipPhone;
  readonly sipPort: number;
  softswitch(): Softswitch;
  /** The next event that fits, among those not yet taken. */
  event<Type extends SwitchEvent["type"]>(
    type: Type,
    fits?: (event: Extract<SwitchEvent, { type: Type }>) => boolean,
  ): Promise<Extract<SwitchEvent, { type: Type }>>;
  /** Events told and not yet taken. */
  untaken(): readonly SwitchEvent[];
  /** A caller leg that has arrived and been answered. */
  answeredCaller(): Promise<{ call: CallId; leg: LegId; phone: PhoneCall }>;
  /** Ends our process and begins another, which knows nothing. */
  restart(whileDown?: () => Promise<void>): Promise<void>;
  /** Kills Asterisk and starts it afresh. */
  replaceAsterisk(): Promise<void>;
  /** One more softswitch, to which nothing is connected. */
  another(port?: number): Promise<Softswitch>;
  close(): Promise<void>;
}

export const newCallId = (): CallId => CallId(`c${randomBytes(16).toString("hex")}`);

/** An offer to agent 1001, changed as a test wants it. */
export function offerOf(call: CallId, change: Partial<Offer> = {}): Offer {
  return {
    reservation: ReservationId(`${call}.1`),
    call,
    agent: AgentId("agent-1"),
    sipUsername: "1001",
    caller: "13800138000",
    queueName: "售后服务",
    ringForSeconds: 20,
    autoAnswer: false,
    ...change,
  };
}

export async function openSwitchroom(): Promise<Switchroom> {
  const setUp = await ensureParts();
  if (!setUp.ok) throw new Error(explainMissing(setUp.missing));
  const folder = await mkdtemp(join(tmpdir(), "fivenines switchroom "));
  const media = await recordPrompts(join(folder, "prompts"));
  const ports = await findFreePorts("127.0.0.1");
  const [caller, agents] = await Promise.all([openSipPhone(), openSipPhone()]);
  const link = await openBreakableLink(ports.ari);

  const untaken: SwitchEvent[] = [];
  const takers = new Set<() => void>();
  let softswitch = await begin();
  const settings = {
    part: setUp.parts.asterisk,
    folder,
    sipHost: "127.0.0.1",
    sipPort: ports.asteriskSip,
    sipServerHost: "127.0.0.1",
    rtpPortLow: ports.rtpLow,
    rtpPortHigh: ports.rtpHigh,
    ariHost: "127.0.0.1",
    ariPort: link.port,
    ariUsername: credentials.username,
    ariPassword: credentials.password,
  };
  let asterisk = await startAsterisk(settings);
  await softswitch.whenConnected();

  function open(port = 0): Promise<Softswitch> {
    return startSoftswitch({
      ...credentials,
      host: "127.0.0.1",
      port,
      application: "fivenines",
      sipServerAddress: `127.0.0.1:${agents.address.port}`,
      mediaFor: ({ text }) => join(media, text),
      log: silent,
    });
  }

  async function begin(): Promise<Softswitch> {
    const begun = await open();
    begun.onEvent((event) => {
      untaken.push(event);
      for (const check of takers) check();
    });
    link.leadTo(begun.port);
    return begun;
  }

  const room: Switchroom = {
    link,
    caller,
    agents,
    sipPort: ports.asteriskSip,
    softswitch: () => softswitch,
    event: (type, fits = () => true) =>
      new Promise((resolve) => {
        const check = (): void => {
          for (const [index, event] of untaken.entries()) {
            if (!isOf(event, type) || !fits(event)) continue;
            untaken.splice(index, 1);
            takers.delete(check);
            return resolve(event);
          }
        };
        takers.add(check);
        check();
      }),
    untaken: () => untaken,
    answeredCaller: async () => {
      const call = newCallId();
      const phone = await caller.call(call, ports.asteriskSip);
      const { leg } = await room.event("caller-arrived", (event) => event.call === call);
      await softswitch.answer(leg);
      await phone.response(200);
      return { call, leg, phone };
    },
    restart: async (whileDown = () => Promise.resolve()) => {
      const noticed = link.knock();
      link.cut();
      await softswitch.stop();
      await noticed;
      await whileDown();
      softswitch = await begin();
      link.mend();
      await softswitch.whenConnected();
    },
    replaceAsterisk: async () => {
      await asterisk.kill();
      asterisk = await startAsterisk(settings);
      await softswitch.whenConnected();
    },
    another: open,
    close: async () => {
      await asterisk.kill();
      await softswitch.stop();
      await Promise.all([link.close(), caller.close(), agents.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  return room;
}

function isOf<Type extends SwitchEvent["type"]>(
  event: SwitchEvent,
  type: Type,
): event is Extract<SwitchEvent, { type: Type }> {
  return event.type === type;
}

async function recordPrompts(folder: string): Promise<string> {
  await mkdir(folder);
  for (const [name, { byte, seconds }] of Object.entries(prompts)) {
    await writeFile(join(folder, `${name}.ulaw`), Buffer.alloc(seconds * 8_000, byte));
  }
  return folder;
}
