/** A call that waited in a simulated queue. Milliseconds since its beginning. */
export interface PastCall {
  readonly enteredAt: number;
  readonly positionFound: number;
  readonly startedAt: number;
}

/** For tests: numbers between 0 and 1, the same for the same seed: the minimal standard of Park and Miller (1988). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/**
 * For tests: the calls of a first-come-first-served M/M/n queue that had to wait, in the order they entered, which is
 * the order they started in: each takes the server that is free first.
 */
export function* mmnQueue(rules: {
  readonly servers: number;
  readonly load: number;
  readonly serviceMs: number;
  readonly calls: number;
  /** Above 0. */
  readonly seed: number;
}): Generator<PastCall> {
  const random = seeded(rules.seed);
  const exponential = (mean: number) => -Math.log(random()) * mean;
  const freeAt = Array.from({ length: rules.servers }, () => 0);
  const starts: number[] = [];
  let firstWaiting = 0;
  let now = 0;
  for (let call = 0; call < rules.calls; call++) {
    now += exponential(rules.serviceMs / (rules.servers * rules.load));
    while (firstWaiting < starts.length && (starts[firstWaiting] ?? 0) <= now) firstWaiting++;
    const server = freeAt.indexOf(Math.min(...freeAt));
    const startedAt = Math.max(now, freeAt[server] ?? 0);
    freeAt[server] = startedAt + exponential(rules.serviceMs);
    const positionFound = starts.length - firstWaiting + 1;
    starts.push(startedAt);
    if (startedAt > now) yield { enteredAt: now, positionFound, startedAt };
  }
}
