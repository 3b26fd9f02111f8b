import type { Log } from "../../dispatch/index.ts";
import { BackToBack, type Failure, type Room, type Target } from "./back-to-back.ts";
import type { Binding } from "./binding.ts";
import type { DeviceWatch } from "./device-watch.ts";
import { autoAnswerHeaders, callerIdentity, fromHeader, nextMaxForwards } from "./headers.ts";
import type { Headers, Incoming } from "./message.ts";
import type { Bindings } from "./ports.ts";
import { afterDeviceFailure } from "./refusals.ts";
import { hostPort } from "./switch-address.ts";
import { parseUri } from "./uri.ts";

/** Takes the softswitch's INVITEs for agents to their devices. */
export interface AgentDesk {
  ring(invite: Incoming): Promise<void>;
}

export interface AgentRoom extends Room {
  readonly bindings: Bindings;
  readonly devices: DeviceWatch;
  readonly log: Log;
}

export function createAgentDesk(room: AgentRoom): AgentDesk {
  return {
    async ring(invite) {
      const hops = nextMaxForwards(invite.header("Max-Forwards"));
      if (hops === "too-many-hops") return invite.answer(483);
      const username = parseUri(invite.uri)?.user ?? "";
      return new Ringing(room, invite, username, hops).start();
    },
  };
}

/** A device may be far away and its link bad: four INVITEs have gone out by then. */
const DEVICE_MAY_BE_SILENT_MS = 4_000;

/** Newest registration first: the device that was last heard of is the likeliest to ring. */
export function inRingingOrder(bindings: readonly Binding[]): readonly Binding[] {
  return [...bindings].sort((one, other) => other.expiresAt - one.expiresAt);
}

/**
 * Where to send an INVITE for a binding: its contact, by the way its REGISTER came, which leads back through a NAT.
 * For a connection the SIP server finds that way itself.
 */
export function targetOf(binding: Binding, headers: Headers): Target {
  const { contact, receivedFrom } = binding;
  const mayBeSilentMs = DEVICE_MAY_BE_SILENT_MS;
  if (receivedFrom.protocol !== "udp") return { uri: contact, headers, mayBeSilentMs };
  const way = hostPort({ host: receivedFrom.address, port: receivedFrom.port });
  return { uri: contact, nextHop: `sip:${way}`, headers, mayBeSilentMs };
}

/** One offer at one agent: rings its devices one after the other until one gives an answer of its own. */
class Ringing {
  readonly #room: AgentRoom;
  readonly #username: string;
  readonly #headers: Headers;
  readonly #joint: BackToBack;
  #untried: readonly Binding[] = [];
  #ringing: Binding | undefined;

  constructor(room: AgentRoom, invite: Incoming, username: string, hops: number) {
    this.#room = room;
    this.#username = username;
    const call = invite.header("X-Fivenines-Call") ?? "";
    this.#headers = {
      From: fromHeader(callerIdentity(undefined, invite.header("From"))),
      "Max-Forwards": String(hops),
      "X-Fivenines-Call": call === "" ? undefined : call,
      ...(invite.header("X-Fivenines-Auto-Answer") === "yes" && autoAnswerHeaders),
    };
    // Before anything is waited for: the softswitch may take its INVITE back at any time.
    this.#joint = new BackToBack(room, call, invite, {
      targetFailed: (failure) => this.#failed(failure),
      over: () => undefined,
    });
  }

  async start(): Promise<void> {
    const bindings = await this.#bindings();
    if (bindings === undefined) return this.#joint.refuse(500, {});
    if (bindings.length === 0) return this.#joint.refuse(404, {});
    this.#untried = inRingingOrder(bindings);
    return this.#ringNext();
  }

  async #bindings(): Promise<readonly Binding[] | undefined> {
    try {
      return await this.#room.bindings.list(this.#username);
    } catch (error) {
      this.#room.log.error({ error, username: this.#username }, "could not read an agent's bindings");
      return undefined;
    }
  }

  #ringNext(): void {
    const [next, ...others] = this.#untried;
    this.#untried = others;
    this.#ringing = next;
    if (next === undefined) return this.#joint.refuse(503, {});
    return this.#joint.ring(targetOf(next, this.#headers));
  }

  #failed(failure: Failure): void {
    const binding = this.#ringing;
    const overConnection = binding !== undefined && binding.receivedFrom.protocol !== "udp";
    const after = afterDeviceFailure(failure, overConnection);
    if (after.do === "refuse") return this.#joint.refuse(after.with.status, after.with.headers);
    if (after.bindingIsDead && binding !== undefined) this.#drop(binding);
    return this.#ringNext();
  }

  /** The connection a device registered over is gone: nothing leads to it until it registers again. */
  #drop(binding: Binding): void {
    const { bindings, devices, log } = this.#room;
    bindings
      .remove(this.#username, binding.contact)
      .then(() => devices.lookAgain(this.#username))
      .catch((error: unknown) =>
        log.error({ error, username: this.#username }, "could not drop a dead binding"),
      );
  }
}
