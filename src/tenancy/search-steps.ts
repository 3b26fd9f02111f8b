import {
  type Condition,
  type Eligibility,
  type ExpressionFault,
  parseCondition,
  parseEligibility,
  type SearchStep,
} from "../routing/index.ts";
import { atCharacter, type DocumentFault, documentError } from "./fault.ts";
import type { StepDocument } from "./queue-document.ts";

/** What came of reading one step: the step, or what is wrong with its expressions. */
export type StepRead =
  | { readonly ok: true; readonly step: SearchStep }
  | { readonly ok: false; readonly faults: readonly DocumentFault[] };

/** Reads a step's expressions; the step stands at `path`. */
export function readStep(document: StepDocument, path: string): StepRead {
  const { eligible, considerIf, ...same } = document;
  const eligibility = parseEligibility(eligible);
  const condition = considerIf === undefined ? undefined : parseCondition(considerIf);
  const faults = [
    ...(eligibility.ok ? [] : [unreadable(`${path}.eligible`, eligibility.fault)]),
    ...(condition?.ok === false ? [unreadable(`${path}.considerIf`, condition.fault)] : []),
  ];
  if (!eligibility.ok || condition?.ok === false) return { ok: false, faults };
  return { ok: true, step: stepOf(same, eligibility.expression, condition?.expression) };
}

function stepOf(
  same: Omit<StepDocument, "eligible" | "considerIf">,
  eligible: Eligibility,
  considerIf: Condition | undefined,
): SearchStep {
  return { ...same, eligible, ...(considerIf !== undefined && { considerIf }) };
}

function unreadable(path: string, { position, message }: ExpressionFault): DocumentFault {
  return atCharacter(position, documentError(path, "unreadable-expression", message.zh, message.en));
}
