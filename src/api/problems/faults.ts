import type { FastifySchemaValidationError } from "fastify";
import type { Language } from "./catalogue.ts";
import { wordsFor } from "./wording.ts";

/** Where in the request a fault lies. */
export type RequestPart = "body" | "path" | "query" | "headers";

/** What can be wrong with one field. */
export type FaultCode =
  | "missing"
  | "unknown-field"
  | "wrong-type"
  | "too-long"
  | "too-short"
  | "not-allowed"
  | "invalid-format"
  | "invalid";

/** One faulty field: what is wrong and how to mend it. `field` is dotted; empty means the whole part. */
export interface FieldFault {
  readonly in: RequestPart;
  readonly field: string;
  readonly code: FaultCode;
  readonly detail: string;
}

/** Tells which fields of a request part are faulty. `value` is the part as it came. */
export function fieldFaults(
  issues: readonly FastifySchemaValidationError[],
  part: RequestPart,
  value: unknown,
  language: Language,
): FieldFault[] {
  return issues.flatMap((issue) => {
    const path = issue.instancePath.split("/").filter((step) => step !== "");
    const code = faultCode(issue, valueAt(value, path));
    const paths = code === "unknown-field" ? unknownKeys(issue).map((key) => [...path, key]) : [path];
    const detail = wordsFor(code, issue.params, language);
    return paths.map((steps) => ({ in: part, field: steps.join("."), code, detail }));
  });
}

function faultCode(issue: FastifySchemaValidationError, found: unknown): FaultCode {
  if (found === undefined && issue.keyword !== "unrecognized_keys") return "missing";
  switch (issue.keyword) {
    case "unrecognized_keys":
      return "unknown-field";
    case "invalid_type":
      return "wrong-type";
    case "too_big":
      return "too-long";
    case "too_small":
      return "too-short";
    case "invalid_value":
    case "invalid_union":
      return "not-allowed";
    case "invalid_format":
      return "invalid-format";
    default:
      return "invalid";
  }
}

function unknownKeys(issue: FastifySchemaValidationError): string[] {
  const keys = issue.params["keys"];
  return Array.isArray(keys) ? keys.map(String) : [];
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, step) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );
}
