import type { App } from "../core/app.ts";
import type { Context } from "../core/context.ts";
import { deliverRequest } from "../core/deliver.ts";
import { hearAgain } from "../core/forks.ts";
import { tell } from "../core/response-received.ts";
import { answerInstead } from "../core/stand-in.ts";
import type { Incoming, Outgoing } from "../core/state.ts";
import { endEstate } from "./end.ts";
import type { Estate } from "./estate.ts";
import { isNew, isOpen } from "./open-transactions.ts";

/**
 * An application that named an estate is lost: all that was its own now belongs to the estate. Requests it
 * had not answered are answered for it where they stand in a dialog, and otherwise kept for its successor.
 * False where the application named none, nothing is kept, or nothing was left.
 */
export function bequeath(context: Context, app: App): boolean {
  const { estates, incoming, outgoing, dialogs } = context.tables;
  if (app.estate === undefined || !estates.kept) return false;
  const left = {
    dialogs: dialogs.ownedBy(app),
    incoming: [...incoming.values()].filter(({ owner, done }) => owner === app && !done),
    outgoing: [...outgoing.values()].filter((request) => request.owner === app && isOpen(request)),
  };
  const count = left.dialogs.length + left.incoming.length + left.outgoing.length;
  if (count === 0) return false;
  const estate = estates.open(app.estate, context.ids, (ended) => endEstate(context, ended));
  for (const dialog of left.dialogs) {
    takeOver(dialog, estate, estate.dialogs);
    hearAgain(dialog);
  }
  for (const request of left.incoming) keepIncoming(context, request, estate);
  for (const request of left.outgoing) keepOutgoing(request, estate);
  context.log.warn({ app: app.estate, left: count }, "an application is lost; its calls wait for another");
  return true;
}

function takeOver<Item extends { owner: App | undefined }>(
  item: Item,
  estate: Estate,
  kept: Set<Item>,
): void {
  item.owner = estate;
  kept.add(item);
}

function keepIncoming(context: Context, incoming: Incoming, estate: Estate): void {
  // A BYE has already taken its dialog out of the table.
  if (incoming.dialog) takeOver(incoming.dialog, estate, estate.dialogs);
  incoming.patience?.cancel();
  if (incoming.dialog && !incoming.held && !isNew(incoming))
    return answerInstead(context, incoming.dialog, incoming, estate.standIn(incoming));
  takeOver(incoming, estate, estate.incoming);
  // It has been answered 200, which will be sent as soon as it may be.
  if (incoming.held) return;
  deliverRequest(estate, incoming.request, incoming.source, { transactionId: incoming.id, dialogId: "" });
}

function keepOutgoing(outgoing: Outgoing, estate: Estate): void {
  takeOver(outgoing, estate, estate.outgoing);
  const { acceptance, dialog } = outgoing;
  if (acceptance && dialog?.unacknowledged === outgoing)
    tell(outgoing, acceptance.response, acceptance.source);
}
