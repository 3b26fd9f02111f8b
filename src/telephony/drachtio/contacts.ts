import { parseNameAddress, splitOutsideQuotes } from "./name-addr.ts";
import { parseUri } from "./uri.ts";

/** One contact of a REGISTER; `expires` in seconds if it has its own. */
export interface ContactRequest {
  readonly uri: string;
  readonly expires?: number;
}

/** What the Contact headers of a REGISTER ask for (RFC 3261 §10.2). */
export type Contacts =
  | { readonly ask: "list" }
  | { readonly ask: "remove-all" }
  | { readonly ask: "update"; readonly contacts: readonly ContactRequest[] }
  | { readonly ask: "malformed" };

const LONGEST_URI = 500;

/** `contact` is the Contact headers' values joined by commas. */
export function parseContacts(contact: string | undefined): Contacts {
  if (contact === undefined || contact.trim() === "") return { ask: "list" };
  if (contact.trim() === "*") return { ask: "remove-all" };
  const contacts = splitOutsideQuotes(contact, ",").map(contactRequest);
  const known = contacts.filter((one) => one !== undefined);
  return known.length === contacts.length ? { ask: "update", contacts: known } : { ask: "malformed" };
}

function contactRequest(text: string): ContactRequest | undefined {
  const address = parseNameAddress(text);
  if (address === undefined || address.uri.length > LONGEST_URI) return undefined;
  const uri = parseUri(address.uri);
  // A tel URI or a bare host cannot be rung by us.
  if (uri === undefined || uri.scheme === "tel" || uri.user === "") return undefined;
  const expires = parseExpires(address.parameters.get("expires"));
  return { uri: address.uri, ...(expires === undefined ? {} : { expires }) };
}

/** Whole seconds; undefined if there is none, or none that is a number, which counts as none (RFC 3261 §10.3). */
export function parseExpires(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,10}\s*$/.test(text) ? Number(text) : undefined;
}
