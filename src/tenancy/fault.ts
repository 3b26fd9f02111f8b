import type { FlowFault, FlowFaultCode } from "../ivr/index.ts";

/** What can be wrong with a platform document whose shape is right, its flows' own faults included. */
export type DocumentFaultCode =
  | FlowFaultCode
  | "duplicate-key"
  | "number-taken"
  | "sip-username-taken"
  | "unknown-operator"
  | "unknown-flow"
  | "unknown-queue"
  | "unknown-skill"
  | "unservable-queue"
  | "unreadable-address"
  | "address-taken"
  | "trunk-without-identity"
  | "trunk-open-to-all";

/**
 * One thing wrong in a platform document. `path` leads to it from the document's root, such as
 * `tenants.0.numbers.1.flow`. An error makes the document unusable; a warning deserves a look.
 */
export interface DocumentFault {
  readonly path: string;
  readonly severity: "error" | "warning";
  readonly code: DocumentFaultCode;
  readonly message: FlowFault["message"];
}

/** Writes an error down. */
export function documentError(path: string, code: DocumentFaultCode, zh: string, en: string): DocumentFault {
  return { path, severity: "error", code, message: { zh, en } };
}

/** Writes a warning down. */
export function documentWarning(
  path: string,
  code: DocumentFaultCode,
  zh: string,
  en: string,
): DocumentFault {
  return { path, severity: "warning", code, message: { zh, en } };
}
