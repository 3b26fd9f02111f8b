/** A call of the class that ages more slowly, which finds all agents busy with the probability `waits`. */
export interface SlowCall {
  readonly waits: number;
  /** Conversations that end in a second while all agents are busy. */
  readonly endsPerSecond: number;
  /** Calls of both classes that come in a second. */
  readonly callsPerSecond: number;
  /** Calls of the fast class that catch up with it, in a second of its wait. */
  readonly overtakingPerSecond: number;
}

/**
 * The probability that it waits longer than so many seconds. It finds a geometric number of calls ahead; of the fast
 * calls that come later, those catch up that age enough in its wait: a Poisson stream of (1 - ratio of the rates) times
 * theirs (Stanford, Taylor and Ziedins 2014). So it waits until a birth and death process that begins with the calls
 * ahead and itself is at 0: by uniformisation, which has no error but rounding.
 */
export function waitsLonger(call: SlowCall, seconds: number): number {
  const { waits, endsPerSecond, callsPerSecond, overtakingPerSecond } = call;
  const rate = endsPerSecond + overtakingPerSecond;
  const load = callsPerSecond / endsPerSecond;
  let ahead = Array.from({ length: most }, (_, calls) =>
    calls === 0 ? 0 : waits * (1 - load) * load ** (calls - 1),
  );
  const moves = rate * seconds;
  let chance = Math.exp(-moves);
  let result = 0;
  for (let move = 0; move < moves + 20 * Math.sqrt(moves) + 100; move += 1) {
    result += chance * ahead.reduce((sum, part) => sum + part, 0);
    ahead = moved(ahead, overtakingPerSecond / rate);
    chance *= moves / (move + 1);
  }
  return result;
}

/** More calls are never ahead: at a load of 0.95 with a probability of 1e-18. */
const most = 800;

/** After one more call or one less. Who is at 0 is served. */
function moved(ahead: readonly number[], up: number): number[] {
  return ahead.map((_, calls) =>
    calls === 0 ? 0 : up * (ahead[calls - 1] ?? 0) + (1 - up) * (ahead[calls + 1] ?? 0),
  );
}
