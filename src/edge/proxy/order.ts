import { parseAppMessage } from "../core/app-message.ts";
import type { HeaderLine } from "../sip/message.ts";

/** What an application asks for with the verb `proxy`. */
export interface Order {
  readonly transactionId: string;
  /** Whether later requests of the dialog are to pass through this server as well. */
  readonly recordRoute: boolean;
  /** Whether the application wants to hear of each final response. */
  readonly tellsAll: boolean;
  readonly followsRedirects: boolean;
  readonly order: "serial" | "parallel";
  /** How long a target may stay wholly silent; undefined: as long as its transaction lasts. */
  readonly provisionalMs: number | undefined;
  /** How long a target may take for its final response; undefined: as long as timer C allows. */
  readonly finalMs: number | undefined;
  readonly targets: readonly string[];
  /** What the application adds to the request, as it wrote it. */
  readonly headers: readonly HeaderLine[];
}

/**
 * Reads the fields behind the verb:
 * `transaction id|remainInDialog|fullResponse|followRedirects|simultaneous or serial|provisional|final|uri[|uri…]`.
 * Undefined where no target is named.
 */
export function readOrder(fields: readonly string[], message: Buffer): Order | undefined {
  const [transactionId = "", remain, full, follow, order, provisional = "", final = "", ...uris] = fields;
  const targets = uris.map((uri) => uri.trim()).filter((uri) => uri !== "");
  if (targets.length === 0) return undefined;
  return {
    transactionId,
    recordRoute: remain === "remainInDialog",
    tellsAll: full === "fullResponse",
    followsRedirects: follow === "followRedirects",
    order: order === "simultaneous" ? "parallel" : "serial",
    provisionalMs: readDuration(provisional),
    finalMs: readDuration(final),
    targets,
    headers: parseAppMessage(message)?.headers ?? [],
  };
}

/** `2s`, `1500ms`, or milliseconds without a unit. Undefined for anything else, and for no time at all. */
function readDuration(text: string): number | undefined {
  const [, digits, unit] = /^(\d{1,7})(ms|s)?$/.exec(text.trim()) ?? [];
  const ms = Number(digits ?? 0) * (unit === "s" ? 1000 : 1);
  return ms > 0 ? ms : undefined;
}
