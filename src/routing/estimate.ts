/**
 * Where a waiting call stands. `position` is its rank among all that wait in its queue, 1 is served next. `wait` is
 * how much longer it will probably wait, between the 20th and the 80th percentile; absent: nobody can say.
 */
export interface WaitEstimate {
  readonly position: number;
  readonly wait?: { readonly fromMs: number; readonly toMs: number };
}
