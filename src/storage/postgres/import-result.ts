import { DatabaseError } from "pg";
import type { DocumentFault } from "../../tenancy/index.ts";

/** Why a document was not imported. Nothing of it was written. */
export type ImportRefusal =
  /** What `validatePlatform` finds wrong with the document itself; errors only. */
  | { readonly why: "faulty-document"; readonly faults: readonly DocumentFault[] }
  /** A tenant that is not in the document has this number, with or without the + in front. */
  | { readonly why: "number-taken"; readonly number: string }
  /** An agent or trunk that is not in the document has this name. */
  | { readonly why: "sip-username-taken"; readonly sipUsername: string }
  /** These are new, or renamed, and came without a password. */
  | { readonly why: "password-missing"; readonly sipUsernames: readonly string[] };

export type ImportResult =
  | {
      readonly imported: true;
      /** The configuration's version afterwards: the same as before when the document changed nothing. */
      readonly version: number;
    }
  | ({ readonly imported: false } & ImportRefusal);

/** Thrown to undo the transaction, and caught by the import itself. */
export class Refused extends Error {
  readonly refusal: ImportRefusal;

  constructor(refusal: ImportRefusal) {
    super(refusal.why);
    this.refusal = refusal;
  }
}

/** The refusal that a failed import amounts to; undefined if it failed for another reason. */
export function refusalOf(error: unknown): ImportRefusal | undefined {
  if (error instanceof Refused) return error.refusal;
  if (!(error instanceof DatabaseError)) return undefined;
  const value = /=\((.*?)\)/.exec(error.detail ?? "")?.[1] ?? "";
  switch (error.constraint) {
    case "numbers_one_owner":
      return { why: "number-taken", number: value };
    case "agents_sip_username_once":
    case "trunks_sip_username_once":
      return { why: "sip-username-taken", sipUsername: value };
    default:
      return undefined;
  }
}
