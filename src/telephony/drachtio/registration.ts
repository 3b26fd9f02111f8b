import type { Binding, Source } from "./binding.ts";
import type { ContactRequest, Contacts } from "./contacts.ts";
import { canonicalContact } from "./uri.ts";

/** A REGISTER of a user who has proven to be that user. */
export interface Registration {
  readonly contacts: Contacts;
  /** The Expires header, in seconds. */
  readonly expires?: number;
  readonly callId: string;
  readonly cseq: number;
  readonly receivedFrom: Source;
  readonly userAgent: string;
}

/** What to do about it. `bindings` is what stands afterwards, first to expire first. */
export type Decision =
  | {
      readonly accepted: true;
      readonly put: readonly Binding[];
      readonly remove: readonly Binding[];
      readonly bindings: readonly Binding[];
    }
  | { readonly accepted: false; readonly why: "malformed" | "too-brief" | "out-of-order" };

export const SHORTEST_SECONDS = 60;
const LONGEST_SECONDS = 7_200;
const USUAL_SECONDS = 3_600;
const MOST_CONTACTS = 5;

/**
 * Decides a REGISTER against what is registered (RFC 3261 §10.3 steps 6 to 8): all of it happens, or none. A sixth
 * contact takes the place of the one that would expire first, so that a device which comes back under ever new
 * addresses is not locked out by its own past.
 */
export function decideRegistration(request: Registration, stored: readonly Binding[], now: number): Decision {
  const { contacts } = request;
  const current = stored.filter((binding) => binding.expiresAt > now);
  if (contacts.ask === "list") return { accepted: true, put: [], remove: [], bindings: inOrder(current) };
  if (contacts.ask === "update") return update(request, contacts.contacts, current, now);
  if (contacts.ask === "remove-all" && request.expires === 0) return removeAll(request, current);
  return { accepted: false, why: "malformed" };
}

function removeAll(request: Registration, current: readonly Binding[]): Decision {
  if (current.some((binding) => isOutOfOrder(request, binding)))
    return { accepted: false, why: "out-of-order" };
  return { accepted: true, put: [], remove: current, bindings: [] };
}

function update(
  request: Registration,
  contacts: readonly ContactRequest[],
  current: readonly Binding[],
  now: number,
): Decision {
  const wanted = contacts.map((one) => ({
    ...one,
    seconds: one.expires ?? request.expires ?? USUAL_SECONDS,
  }));
  if (wanted.length > MOST_CONTACTS) return { accepted: false, why: "malformed" };
  if (wanted.some((one) => one.seconds > 0 && one.seconds < SHORTEST_SECONDS)) {
    return { accepted: false, why: "too-brief" };
  }
  const named = new Set(wanted.map((one) => canonicalContact(one.uri)));
  const replaced = current.filter((binding) => named.has(canonicalContact(binding.contact)));
  if (replaced.some((binding) => isOutOfOrder(request, binding)))
    return { accepted: false, why: "out-of-order" };
  const put = wanted.filter((one) => one.seconds > 0).map((one) => bindingOf(request, one, now));
  const kept = current.filter((binding) => !replaced.includes(binding));
  const evicted = inOrder(kept).slice(0, Math.max(0, kept.length + put.length - MOST_CONTACTS));
  const stay = kept.filter((binding) => !evicted.includes(binding));
  const overwritten = new Set(put.map((binding) => binding.contact));
  const remove = [...replaced.filter((binding) => !overwritten.has(binding.contact)), ...evicted];
  return { accepted: true, put, remove, bindings: inOrder([...stay, ...put]) };
}

function bindingOf(
  request: Registration,
  contact: ContactRequest & { seconds: number },
  now: number,
): Binding {
  const { callId, cseq, receivedFrom, userAgent } = request;
  const expiresAt = now + Math.min(contact.seconds, LONGEST_SECONDS) * 1_000;
  return { contact: contact.uri, receivedFrom, callId, cseq, expiresAt, userAgent };
}

/** Of one Call-ID only a higher CSeq may change a binding (RFC 3261 §10.3 step 7). */
function isOutOfOrder(request: Registration, binding: Binding): boolean {
  return binding.callId === request.callId && request.cseq <= binding.cseq;
}

function inOrder(bindings: readonly Binding[]): readonly Binding[] {
  return [...bindings].sort((one, other) => one.expiresAt - other.expiresAt);
}
