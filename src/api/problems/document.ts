import { z } from "zod";
import { catalogue, type Language, type ProblemCode } from "./catalogue.ts";
import type { FieldFault } from "./faults.ts";

/** The media type of every problem (RFC 9457 §3). */
export const problemMediaType = "application/problem+json";

/** What some problems add: the faulty fields of a request, or the parts that are up and down. */
export interface ProblemExtras {
  readonly errors?: readonly FieldFault[];
  readonly parts?: Readonly<Record<string, "up" | "down">>;
}

/** A problem document (RFC 9457 §3.1), with a kebab `code` for programs. */
export interface ProblemDocument extends ProblemExtras {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  /** Names this one occurrence, as the log does. */
  readonly instance?: string;
}

/** A problem as routes declare it. */
export const Problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
});

/** Words a problem in one language. */
export function problemDocument(
  code: ProblemCode,
  language: Language,
  extras: ProblemExtras & { readonly instance?: string } = {},
): ProblemDocument {
  const entry = catalogue[code];
  return { type: `urn:fivenines:problem:${code}`, ...entry[language], status: entry.status, code, ...extras };
}
