/** A value, or in words why there is none. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: string };

/** It worked. */
export function done<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** It did not, and why. */
export function failed(why: string): { readonly ok: false; readonly why: string } {
  return { ok: false, why };
}
