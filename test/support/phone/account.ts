import type { Sound } from "./media/tone.ts";
import type { Destination } from "./sip/address.ts";

/** Who a phone is, and where it sends its requests. */
export interface Account {
  readonly username: string;
  readonly password?: string;
  readonly displayName?: string;
  /** The registrar and outbound proxy. Without one, requests go where their URI says. */
  readonly server?: Destination;
  /** The domain of the phone's address-of-record; the server's host unless given. */
  readonly domain?: string;
  /** What calls send until told otherwise; silence unless given. */
  readonly sound?: Sound;
}
