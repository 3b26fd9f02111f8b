import { pino } from "pino";
import { expect } from "vitest";
import { connectPostgres, type Postgres } from "../../../src/storage/postgres/index.ts";
import { patienceMs } from "./patience.ts";

/** One row of the call history, with keys in place of ids. */
export interface Row {
  readonly tenant: string;
  readonly caller: string;
  readonly agent: string | null;
  readonly outcome: string;
  readonly endedBy: string;
  readonly offers: number;
  readonly flowVersion: number;
  /** From the queue to the answer; undefined if there was none. */
  readonly waitedMs: number | undefined;
}

/** The call history as PostgreSQL holds it. */
export class History {
  readonly #postgres: Postgres;

  constructor(url: string) {
    this.#postgres = connectPostgres({ url, log: pino({ level: "silent" }) });
  }

  /** Rows of calls from numbers that begin so, the first to arrive first. */
  async of(callers: string): Promise<readonly Row[]> {
    const rows = await this.#postgres.db
      .selectFrom("call_history as call")
      .innerJoin("tenants as tenant", "tenant.id", "call.tenant_id")
      .leftJoin("agents as agent", "agent.id", "call.agent_id")
      .select(["tenant.key as tenant", "call.caller", "agent.key as agent", "call.outcome"])
      .select(["call.ended_by", "call.offers", "call.flow_version", "call.queued_at", "call.answered_at"])
      .where("call.caller", "like", `${callers}%`)
      .orderBy("call.arrived_at")
      .execute();
    return rows.map(({ ended_by, flow_version, queued_at, answered_at, ...row }) => ({
      ...row,
      endedBy: ended_by,
      flowVersion: flow_version,
      waitedMs: answered_at && queued_at ? answered_at.getTime() - queued_at.getTime() : undefined,
    }));
  }

  /** The only row of this caller, once the call is over. */
  async rowOf(caller: string): Promise<Row> {
    await expect.poll(() => this.of(caller), { timeout: patienceMs }).toHaveLength(1);
    const [row] = await this.of(caller);
    if (row === undefined) throw new Error(`the row of ${caller} has gone`);
    return row;
  }

  /** Safe to repeat. */
  async close(): Promise<void> {
    await this.#postgres.stop();
  }
}
