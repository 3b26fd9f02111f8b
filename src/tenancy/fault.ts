import type { FlowFault, FlowFaultCode } from "../ivr/index.ts";

/** What can be wrong with a platform document whose shape is right, its flows' own faults included. */
export type DocumentFaultCode =
  | FlowFaultCode
  | "duplicate-key"
  | "number-taken"
  | "sip-username-taken"
  | "unknown-operator"
  | "unknown-tenant"
  | "unknown-flow"
  | "unknown-queue"
  | "unknown-skill"
  | "unknown-group"
  | "unknown-agent"
  | "reserved-skill"
  | "unreadable-expression"
  | "step-without-time"
  | "last-step-with-time"
  | "overflow-to-itself"
  | "maximum-wait-without-target"
  | "target-without-maximum-wait"
  | "unservable-queue"
  | "same-tenant"
  | "nobody-rented"
  | "unreadable-address"
  | "address-taken"
  | "trunk-without-identity"
  | "trunk-open-to-all";

/**
 * One thing wrong in a platform document. `path` leads to it from the document's root, such as
 * `tenants.0.numbers.1.flow`. An error makes the document unusable; a warning deserves a look. In an expression,
 * `position` is the character of its text, from 1, at which the fault is; the message names it too.
 */
export interface DocumentFault {
  readonly path: string;
  readonly position?: number;
  readonly severity: "error" | "warning";
  readonly code: DocumentFaultCode;
  readonly message: FlowFault["message"];
}

/** Writes an error down. */
export function documentError(path: string, code: DocumentFaultCode, zh: string, en: string): DocumentFault {
  return { path, severity: "error", code, message: { zh, en } };
}

/** The fault, found at that character of an expression's text, counted from 1. */
export function atCharacter(position: number, { message, ...fault }: DocumentFault): DocumentFault {
  const { zh, en } = message;
  return {
    ...fault,
    position,
    message: { zh: `第 ${position} 个字符：${zh}`, en: `At character ${position}: ${en}` },
  };
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
