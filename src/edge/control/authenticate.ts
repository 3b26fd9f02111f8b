import { createHash, timingSafeEqual } from "node:crypto";

/** drachtio-srf allows as many, and as long ones; what goes beyond is not kept. */
const MOST_TAGS = 20;
const LONGEST_TAG = 64;

/** Whether the secret given is the right one, in the same time wherever they differ. With none configured, any is. */
export function isSecret(given: string, secret: string | undefined): boolean {
  if (secret === undefined) return true;
  return timingSafeEqual(digest(Buffer.from(given, "latin1")), digest(Buffer.from(secret)));
}

/** The tags of an application, from the third field of `authenticate`: separated by commas. */
export function readTags(field: string): readonly string[] {
  const sound = field
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "" && tag.length <= LONGEST_TAG);
  return [...new Set(sound)].slice(0, MOST_TAGS);
}

/** Equal lengths, so that the comparison can take equal time. */
function digest(secret: Buffer): Buffer {
  return createHash("sha256").update(secret).digest();
}
