/** The work that comes in: calls by the hour, and how long each keeps an agent (talk, hold and wrap-up). */
export interface Workload {
  readonly callsPerHour: number;
  readonly ahtSeconds: number;
}

/** Offered load *a* = λ × AHT in erlangs: how many agents would be busy were there always one free. */
export function erlangsOf({ callsPerHour, ahtSeconds }: Workload): number {
  return (callsPerHour * ahtSeconds) / 3600;
}
