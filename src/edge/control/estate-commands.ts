import type { Context } from "../core/context.ts";
import { adopt } from "../estate/adopt.ts";
import { endEstate } from "../estate/end.ts";
import { listEntries, pageOf } from "../estate/list.ts";
import type { Answer, Caller, Command } from "./commands.ts";

/** The word that asks, as `route|adoption`, whether this extension is here: the original knows it for a mere verb. */
export const EXTENSION = "adoption";
/** The answer: the word again and the version of the extension. The original says `OK` alone. */
export const EXTENSION_HERE: Answer = { type: "ok", text: `OK|${EXTENSION}|1` };

/** What waits is told in a turn of its own, after the answer (see the control protocol). */
const EVENTS_AFTER_MS = 20;
const LONGEST_NOTE = 4_096;

/** The commands of the extension: `list`, `adopt`, `abandon` and `note`. */
export function estateCommand(context: Context, caller: Caller, { verb, fields, message }: Command): Answer {
  if (verb === "note") return note(context, caller, fields[0] ?? "", message);
  if (caller.estate === undefined) return refused("no app tag was given");
  const estates = context.tables.estates.named(caller.estate);
  if (verb === "list") return list(context, estates, fields[0] ?? "");
  if (verb === "adopt") return takeOver(context, caller, estates, fields);
  for (const estate of estates) endEstate(context, estate);
  return { type: "ok", text: "OK" };
}

type Left = Parameters<typeof listEntries>[1];

function list(context: Context, estates: Left, after: string): Answer {
  const { lines, next = "" } = pageOf(listEntries(context, estates), after);
  const text = lines.join("\n");
  return { type: "ok", text: `OK|${lines.length}|${next}`, body: Buffer.from(text, "latin1") };
}

function takeOver(context: Context, caller: Caller, estates: Left, fields: readonly string[]): Answer {
  const names = fields.filter((name) => name !== "");
  if (names.length === 0) return refused("nothing was named to adopt");
  caller.holdBack(EVENTS_AFTER_MS);
  const wanted = names.includes("all") ? "all" : new Set(names);
  const { dialogs, transactions, events, missing } = adopt(context, caller, estates, wanted);
  const body = missing.length === 0 ? {} : { body: Buffer.from(missing.join("\n"), "latin1") };
  return { type: "ok", text: `OK|${dialogs}|${transactions}|${events}`, ...body };
}

/** Text of the application's own, kept with a dialog of its own, for whoever adopts that. */
function note(context: Context, caller: Caller, dialogId: string, text: Buffer): Answer {
  const dialog = context.tables.dialogs.named(dialogId);
  if (dialog?.owner !== caller) return refused("unable to find dialog for dialog id provided");
  if (text.length > LONGEST_NOTE) return refused(`a note has at most ${LONGEST_NOTE} bytes`);
  dialog.note = text.toString("latin1");
  return { type: "ok", text: "OK" };
}

function refused(text: string): Answer {
  return { type: "sip", outcome: { ok: false, refusal: text } };
}
