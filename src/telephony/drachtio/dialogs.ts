import type { Incoming } from "./message.ts";

/** Which dialog's requests go where. */
export class Dialogs {
  readonly #takers = new Map<string, (request: Incoming) => void>();

  expect(dialogId: string, take: (request: Incoming) => void): void {
    this.#takers.set(dialogId, take);
  }

  forget(dialogId: string): void {
    this.#takers.delete(dialogId);
  }

  forgetAll(): void {
    this.#takers.clear();
  }

  /** Hands a request to its dialog; false if it belongs to none of ours. */
  deliver(request: Incoming): boolean {
    const take = this.#takers.get(request.dialogId);
    take?.(request);
    return take !== undefined;
  }
}
