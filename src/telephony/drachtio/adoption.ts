/**
 * Taking over, after a restart or a lost connection, the calls that an earlier control connection with the
 * same `app:` tag left at the SIP server. Only Fivenines' own SIP server can do this; drachtio-server forgets
 * them, and asking it does no harm.
 */

import {
  type AdoptedDialog,
  type AdoptedRequest,
  type AdoptedResponse,
  type DialogHolder,
  establish,
  holdsDialogs,
  rebuildDialog,
  rebuildRequest,
} from "./adoption-dialog.ts";
import {
  type DialogFacts,
  type EstateLine,
  type RegistrationFacts,
  readLines,
  type TransactionFacts,
} from "./adoption-facts.ts";
import { type ControlWire, type Reply, wireOf } from "./adoption-wire.ts";

export type { AdoptedDialog, AdoptedRequest, AdoptedResponse } from "./adoption-dialog.ts";
export type { DialogFacts, EstateLine, RegistrationFacts, TransactionFacts } from "./adoption-facts.ts";

/** Why nothing could be taken over. `not-asked-for`: the connection was made without an `app:` tag. */
export type NoAdoption = "not-supported" | "not-asked-for" | "not-linked" | "link-lost";

type Sent = Extract<TransactionFacts, { role: "uac" }>;

/** What an application is told while it takes over, each before anything that waited for it is. */
export interface Adopter {
  dialogAdopted(dialog: AdoptedDialog, facts: DialogFacts): void;
  /**
   * An INVITE of ours that may still be answered: its `response` events carry the answer and the function that
   * acknowledges it. Without this, such calls are acknowledged and ended when they are answered.
   */
  inviteAdopted?(request: AdoptedRequest, facts: Sent): void;
}

/** What was taken over. */
export interface Adoption {
  readonly outcome: "adopted";
  readonly dialogs: number;
  readonly transactions: number;
  /** How many events waited; they follow within moments, in order. */
  readonly events: number;
  /** Contacts that can be reached over connections of theirs, whoever adopts what. */
  readonly registrations: readonly RegistrationFacts[];
}

/** Whether the SIP server keeps the calls of a lost application. Harmless with a server that does not. */
export async function canHandOver(
  srf: unknown,
): Promise<"able" | "not-supported" | "not-linked" | "link-lost"> {
  const wire = wireOf(srf);
  if (!wire) return "not-linked";
  // The original takes this for a verb it does not know, and says OK alone.
  const reply = await answerTo(wire, "route|adoption");
  if (reply === "lost") return "link-lost";
  return reply.ok && reply.fields[0] === "adoption" ? "able" : "not-supported";
}

/** Tells once whether the SIP server keeps calls; says nothing where the link goes before it is known. */
export async function tellOfHandOver(srf: unknown, told?: (able: boolean) => void): Promise<void> {
  const answer = await canHandOver(srf);
  if (answer === "able" || answer === "not-supported") told?.(answer === "able");
}

/** What there is to take over. */
export async function listEstate(srf: unknown): Promise<readonly EstateLine[] | NoAdoption> {
  const able = await canHandOver(srf);
  const wire = wireOf(srf);
  if (able !== "able") return able;
  if (!wire) return "not-linked";
  const lines: EstateLine[] = [];
  for (let after: string | undefined = ""; after !== undefined; ) {
    const reply: Reply = await answerTo(wire, `list|${after}`);
    if (reply === "lost") return "link-lost";
    if (!reply.ok) return "not-asked-for";
    lines.push(...readLines(reply.body));
    after = reply.fields[1] || undefined;
  }
  return lines;
}

/**
 * Takes over what `wanted` says of the list, all of it unless told otherwise: drachtio-srf has the dialogs as if it
 * had made them, and requests of ours get their answers. Callers who still hear it ring arrive as new INVITEs.
 */
export async function adoptEstate(
  srf: unknown,
  adopter: Adopter,
  wanted: (line: Exclude<EstateLine, RegistrationFacts>) => boolean = () => true,
): Promise<Adoption | { readonly outcome: NoAdoption }> {
  const lines = await listEstate(srf);
  if (typeof lines === "string") return { outcome: lines };
  const wire = wireOf(srf);
  if (!wire || !holdsDialogs(srf)) return { outcome: "not-linked" };
  const chosen = lines.filter((line) => line.kind !== "registration").filter(wanted);
  const sum = { dialogs: 0, transactions: 0, events: 0 };
  for (const part of parts(chosen)) {
    const counts = await take(srf, wire, adopter, part);
    if (counts === "lost") return { outcome: "link-lost" };
    sum.dialogs += counts.dialogs;
    sum.transactions += counts.transactions;
    sum.events += counts.events;
  }
  return { outcome: "adopted", ...sum, registrations: lines.filter((line) => line.kind === "registration") };
}

/** Gives what is kept with a dialog to whoever adopts it: at most 4,096 bytes. False where that is not possible. */
export async function keepNote(srf: unknown, dialogId: string, note: string): Promise<boolean> {
  const wire = wireOf(srf);
  const reply = wire ? await answerTo(wire, `note|${dialogId}\r\n${note}`) : "lost";
  return reply !== "lost" && reply.ok;
}

type Line = DialogFacts | TransactionFacts;

/** A command has at most 99,999 bytes. */
const NAMES_BYTES = 90_000;

function parts(lines: readonly Line[]): Line[][] {
  const cut: Line[][] = [];
  let room = 0;
  for (const line of lines) {
    room -= Buffer.byteLength(line.id) + 1;
    if (room < 0) {
      cut.push([]);
      room = NAMES_BYTES - Buffer.byteLength(line.id) - 1;
    }
    cut.at(-1)?.push(line);
  }
  return cut;
}

type Counts = Pick<Adoption, "dialogs" | "transactions" | "events">;

/** Everything is rebuilt within the answer, so that nothing that waited can come too early. */
async function take(
  srf: DialogHolder,
  wire: ControlWire,
  adopter: Adopter,
  lines: readonly Line[],
): Promise<Counts | "lost"> {
  const { promise, resolve } = Promise.withResolvers<Counts | "lost">();
  wire.ask(`adopt|${lines.map(({ id }) => id).join("|")}`, (reply) => {
    if (reply === "lost") return resolve("lost");
    const missing = new Set(reply.body.split("\n"));
    const there = lines.filter(({ id }) => !missing.has(id));
    for (const line of there) if (line.kind === "dialog") rebuild(srf, wire, adopter, line);
    for (const line of there)
      if (line.kind === "transaction" && line.role === "uac") follow(srf, wire, adopter, line);
    const [dialogs = 0, transactions = 0, events = 0] = reply.fields.map(Number);
    return resolve({ dialogs, transactions, events });
  });
  return promise;
}

function rebuild(srf: DialogHolder, wire: ControlWire, adopter: Adopter, facts: DialogFacts): void {
  // Of a call that is over only subscriptions are left, for which the library has no dialog either.
  const over = facts.usageOver && !facts.ended;
  if (facts.state === "confirmed" && !over) adopter.dialogAdopted(rebuildDialog(srf, wire, facts), facts);
}

type Acknowledge = (options?: object) => void;

/** Sees to the answers of a request of ours, as far as the application leaves that to us. */
function follow(srf: DialogHolder, wire: ControlWire, adopter: Adopter, facts: Sent): void {
  const request = rebuildRequest(wire, facts);
  const initial = facts.method === "INVITE" && srf.findDialogById(facts.dialog) === undefined;
  if (initial && adopter.inviteAdopted) return adopter.inviteAdopted(request, facts);
  request.on("response", (response: AdoptedResponse, acknowledge: Acknowledge) => {
    const { status } = response;
    if (status < 200) return;
    const dialog = srf.findDialogById(facts.dialog);
    if (facts.method === "BYE" && dialog) srf.removeDialog(dialog);
    if (facts.method !== "INVITE") return;
    acknowledge();
    if (status >= 300) return;
    if (dialog) dialog.remote.sdp = response.body || dialog.remote.sdp;
    else
      establish(srf, request, response, wire)
        .destroy()
        .catch(() => undefined);
  });
}

function answerTo(wire: ControlWire, command: string): Promise<Reply> {
  const { promise, resolve } = Promise.withResolvers<Reply>();
  wire.ask(command, resolve);
  return promise;
}
