import type { Clock } from "../../dispatch/index.ts";
import type { Authentication } from "./authentication.ts";
import type { Binding } from "./binding.ts";
import { parseContacts, parseExpires } from "./contacts.ts";
import type { DeviceWatch } from "./device-watch.ts";
import { userOf } from "./headers.ts";
import type { Headers, Incoming } from "./message.ts";
import type { Bindings, Credential } from "./ports.ts";
import { type Decision, decideRegistration, type Registration, SHORTEST_SECONDS } from "./registration.ts";
import { Turns } from "./turns.ts";

/** Takes REGISTER (RFC 3261 §10.3). */
export interface Registrar {
  register(request: Incoming): Promise<void>;
}

const LONGEST_USER_AGENT = 128;

export function createRegistrar(room: {
  readonly authentication: Authentication;
  readonly bindings: Bindings;
  readonly devices: DeviceWatch;
  readonly clock: Clock;
}): Registrar {
  const { bindings, clock } = room;
  const turns = new Turns();

  /** One user's registrations are decided one after the other, each on what the one before left. */
  const decide = (username: string, credential: Credential, request: Registration): Promise<Decision> =>
    turns.take(username, async () => {
      const decision = decideRegistration(request, await bindings.list(username), clock.now());
      if (!decision.accepted) return decision;
      for (const binding of decision.remove) await bindings.remove(username, binding.contact);
      for (const binding of decision.put) await bindings.put(username, binding);
      if (credential.kind === "agent") room.devices.now(username, credential, decision.bindings);
      return decision;
    });

  return {
    async register(request) {
      const verdict = await room.authentication.check(request, "Authorization");
      if (!verdict.proven) {
        if (verdict.challenges === "none") return request.answer(403);
        return request.answer(401, { headers: { "WWW-Authenticate": verdict.challenges } });
      }
      if (userOf(request.header("To")) !== verdict.username) return request.answer(403);
      const registration = registrationOf(request);
      if (registration === undefined) return request.answer(400);
      const decision = await decide(verdict.username, verdict.credential, registration);
      const { status, headers } = answerTo(decision, clock.now());
      return request.answer(status, { headers });
    },
  };
}

/** Undefined: without Call-ID or CSeq its order among others cannot be known. */
function registrationOf(request: Incoming): Registration | undefined {
  const callId = request.header("Call-ID");
  const [, cseq] = /^\s*(\d{1,10})\s/.exec(request.header("CSeq") ?? "") ?? [];
  if (callId === undefined || cseq === undefined) return undefined;
  const expires = parseExpires(request.header("Expires"));
  return {
    contacts: parseContacts(request.header("Contact")),
    ...(expires === undefined ? {} : { expires }),
    callId,
    cseq: Number(cseq),
    receivedFrom: request.source,
    userAgent: (request.header("User-Agent") ?? "").slice(0, LONGEST_USER_AGENT),
  };
}

const REFUSALS = {
  malformed: { status: 400, headers: {} },
  "too-brief": { status: 423, headers: { "Min-Expires": String(SHORTEST_SECONDS) } },
  "out-of-order": { status: 500, headers: { "Retry-After": "1" } },
} as const;

function answerTo(decision: Decision, now: number): { readonly status: number; readonly headers: Headers } {
  if (!decision.accepted) return REFUSALS[decision.why];
  return { status: 200, headers: { Contact: decision.bindings.map((one) => listed(one, now)) } };
}

const listed = (binding: Binding, now: number): string =>
  `<${binding.contact}>;expires=${Math.max(1, Math.round((binding.expiresAt - now) / 1_000))}`;
