import { type HeaderLine, headerLines } from "./message.ts";

/**
 * Whether a header that lists option tags (Supported, Require, Proxy-Require; RFC 3261 19.2) names this one.
 * `name` is a lookup name, `option` lower case.
 */
export function hasOption(
  message: { readonly headers: readonly HeaderLine[] },
  name: string,
  option: string,
): boolean {
  return headerLines(message, name).some((value) => listsOption(value, option));
}

/** Whether one such header value names the option. */
export function listsOption(value: string, option: string): boolean {
  return value.split(",").some((tag) => tag.trim().toLowerCase() === option);
}
