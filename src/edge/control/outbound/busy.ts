import type { App } from "../../core/app.ts";
import type { Tables } from "../../core/context.ts";

/** Nothing more is to be told to an application of a transaction in one of these states. */
const OVER = new Set(["accepted", "completed", "confirmed", "terminated"]);

/** The applications that something still depends on: a dialog, or a request not yet answered finally. */
export function busyApps({ incoming, outgoing, dialogs }: Tables): ReadonlySet<App> {
  const busy = new Set<App>();
  for (const dialog of dialogs.all()) busy.add(dialog.owner);
  for (const { owner, done } of incoming.values()) if (owner && !done) busy.add(owner);
  for (const { owner, transaction } of outgoing.values()) {
    if (owner && !OVER.has(transaction.state)) busy.add(owner);
  }
  return busy;
}
