import type { App } from "./app.ts";
import { stopProgress } from "./dialog-progress.ts";
import type { Dialog } from "./state.ts";

/** The dialogs that live, by both names they are looked up by. */
export class Dialogs {
  readonly #byId = new Map<string, Dialog>();
  readonly #byLocal = new Map<string, Dialog>();

  get size(): number {
    return this.#byLocal.size;
  }

  /** All that live, in no order that means anything. */
  all(): Iterable<Dialog> {
    return this.#byLocal.values();
  }

  add(dialog: Dialog): void {
    this.#byId.set(dialog.id, dialog);
    this.#byLocal.set(localName(dialog.callId, dialog.localTag), dialog);
  }

  /** By the name applications use. */
  named(id: string): Dialog | undefined {
    return this.#byId.get(id);
  }

  /** By Call-ID and our own tag, whoever the other side is. */
  ours(callId: string, localTag: string): Dialog | undefined {
    return this.#byLocal.get(localName(callId, localTag));
  }

  /** Forgets a dialog and stops what it had running. Safe to repeat. */
  remove(dialog: Dialog): void {
    dialog.pendingAck?.stop();
    dialog.expiry?.cancel();
    stopProgress(dialog);
    const local = localName(dialog.callId, dialog.localTag);
    if (this.#byLocal.get(local) === dialog) this.#byLocal.delete(local);
    if (this.#byId.get(dialog.id) === dialog) this.#byId.delete(dialog.id);
  }

  /** Whether the dialog is still held. */
  holds(dialog: Dialog): boolean {
    return this.#byLocal.get(localName(dialog.callId, dialog.localTag)) === dialog;
  }

  /** The dialogs of one application. */
  ownedBy(owner: App): Dialog[] {
    return [...this.#byLocal.values()].filter((dialog) => dialog.owner === owner);
  }

  /** Forgets all dialogs of one application, or of all. */
  removeOwnedBy(owner: App | "anyone"): void {
    for (const dialog of [...this.#byLocal.values()]) {
      if (owner === "anyone" || dialog.owner === owner) this.remove(dialog);
    }
  }
}

function localName(callId: string, tag: string): string {
  return `${callId};${tag}`;
}
