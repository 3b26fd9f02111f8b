const mostRemembered = 100;

/** Whether the last calls of a queue were answered within its target, for the live service level. */
export interface RecentAnswers {
  note(withinTarget: boolean): void;
  /** Part of them that was, 0 to 1; undefined before the first. */
  serviceLevel(): number | undefined;
  /** Oldest first. */
  list(): readonly boolean[];
}

export function recentAnswers(remembered: readonly boolean[]): RecentAnswers {
  const ring = [...remembered];
  let oldest = 0;
  let within = ring.filter(Boolean).length;
  return {
    note: (withinTarget) => {
      if (withinTarget) within += 1;
      if (ring.length < mostRemembered) {
        ring.push(withinTarget);
        return;
      }
      if (ring[oldest] === true) within -= 1;
      ring[oldest] = withinTarget;
      oldest = (oldest + 1) % mostRemembered;
    },
    serviceLevel: () => (ring.length === 0 ? undefined : within / ring.length),
    list: () => [...ring.slice(oldest), ...ring.slice(0, oldest)],
  };
}
