/** The numbers of a version, as [22, 10, 1]. */
export type Version = readonly number[];

/** The first dotted number in a program's answer to "which version are you": "SIPp v3.8.0-TLS" → [3, 8, 0]. */
export function readVersion(text: string): Version | undefined {
  const found = /(?:^|[^\w.])v?=?(\d+(?:\.\d+)+)/m.exec(text)?.[1];
  return found?.split(".").map(Number);
}

/** Whether `version` is `least` or later; a number left out counts as 0. */
export function isAtLeast(version: Version, least: Version): boolean {
  const places = Math.max(version.length, least.length);
  for (let place = 0; place < places; place++) {
    const difference = (version[place] ?? 0) - (least[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** [22, 10, 1] → "22.10.1". */
export function showVersion(version: Version): string {
  return version.join(".");
}
