/** What an application says of itself in the tags of `authenticate`. */
export interface Identity {
  /** The name of its estate. */
  readonly estate: string | undefined;
  /** Which of several alike it is. */
  readonly instance: string | undefined;
}

/**
 * Reads `app:NAME` and `instance:NAME` among tags; `=` serves as well as `:`, which is the one
 * that drachtio-srf lets through. Other tags say nothing here. A NAME has no white space.
 */
export function readIdentity(tags: readonly string[]): Identity {
  const find = (key: string): string | undefined => {
    const pattern = new RegExp(`^${key}[:=](\\S+)$`);
    return tags.map((tag) => pattern.exec(tag)?.[1]).find((name) => name !== undefined);
  };
  return { estate: find("app"), instance: find("instance") };
}
