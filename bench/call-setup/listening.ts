import type { PhoneBank, WireEntry } from "../../test/support/phone/index.ts";

/** Tells of everything that passes the bank's socket until the returned function is called. */
export function listenTo(bank: PhoneBank, listener: (entry: WireEntry) => void): () => void {
  // One socket, so any phone hears it all.
  return bank.phones[0]?.onWire(listener) ?? (() => undefined);
}
