/**
 * Who is served first. Every mode gives a call a *score* in seconds: the call with the highest score is served next,
 * across queues of different modes too; equal scores by age, then by id. `age` is in seconds.
 *
 *   strict        priority × 1,000,000 + age
 *   head-start    age + headStartSeconds[priority]
 *   accumulating  rates[priority] × age
 *   balance       age; but among queues in this mode an agent serves the one furthest above its share first
 *
 * From `topAfterSeconds` of age on, 1,000,000,000 is added, whatever the mode: the call is at the top.
 * Lists are by priority, from 0; what they do not give is 0 for a head start and 1 for a rate.
 *
 * Sources: head start: dynamic queue priority of Cisco and Genesys, analysed as a "delayed" FCFS; accumulating: Kleinrock
 * 1964, Stanford, Taylor and Ziedins 2014; balance: Gurvich and Whitt 2009, queue-and-idleness-ratio controls.
 */
export type PriorityPolicy = { readonly topAfterSeconds: number } & (
  | { readonly mode: "strict" }
  | { readonly mode: "head-start"; readonly headStartSeconds: readonly number[] }
  | { readonly mode: "accumulating"; readonly rates: readonly number[] }
  | {
      readonly mode: "balance";
      /** This queue's target part of all that wait in such queues, above 0, relative to the others'. */
      readonly share: number;
    }
);
