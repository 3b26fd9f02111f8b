import { z } from "zod";

const Agent = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  hasDevice: z.boolean(),
  state: z.object({ at: z.string(), reason: z.string().optional() }),
});
const Call = z.object({
  id: z.string(),
  caller: z.string(),
  at: z.string(),
  queue: z.object({ key: z.string() }).optional(),
  queuedAt: z.number().optional(),
  position: z.number().optional(),
  waitedMs: z.number().optional(),
  offeredTo: z.array(z.string()).optional(),
  agent: z.string().optional(),
});
const Agents = z.object({ agents: z.array(Agent) });
const Calls = z.object({ calls: z.array(Call) });
const Claimed = z.object({ outcome: z.string() });
const Problem = z.object({ code: z.string() });

export type AgentSeen = z.infer<typeof Agent>;
export type CallSeen = z.infer<typeof Call>;

/** What an agent asks of the platform. */
export type Wish =
  | { readonly to: "ready" | "logged-out" }
  | { readonly to: "not-ready"; readonly reason: string };

/** What a wish that was not granted came to. */
export interface Refused {
  readonly status: number;
  readonly code: string;
}

/** A tenant's administrator at the HTTP API. */
export class TenantApi {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  async agents(): Promise<readonly AgentSeen[]> {
    return Agents.parse(await this.#get("/v1/agents")).agents;
  }

  /** Every live call. */
  async calls(): Promise<readonly CallSeen[]> {
    return Calls.parse(await this.#get("/v1/calls")).calls;
  }

  /** Queued calls in the order they will be served. */
  async waiting(): Promise<readonly CallSeen[]> {
    return Calls.parse(await this.#get("/v1/calls/waiting")).calls;
  }

  /** Resolves to undefined when it was granted, else to status and problem code. */
  async changeState(agentId: string, wish: Wish): Promise<Refused | undefined> {
    const { response, body } = await this.#send("PUT", `/v1/agents/${agentId}/state`, wish);
    return response.ok ? undefined : refusedBy(response, body);
  }

  /** An agent picks a waiting call; resolves to what became of it, or to status and problem code. */
  async claim(callId: string, agentId: string): Promise<string | Refused> {
    const { response, body } = await this.#send("POST", `/v1/calls/${callId}/claim`, { agent: agentId });
    return response.ok ? Claimed.parse(body).outcome : refusedBy(response, body);
  }

  async #send(method: "POST" | "PUT", path: string, wish: object) {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: { ...this.#authorization(), "content-type": "application/json" },
      body: JSON.stringify(wish),
    });
    const body: unknown = await response.json();
    return { response, body };
  }

  async #get(path: string): Promise<unknown> {
    const response = await fetch(`${this.#url}${path}`, { headers: this.#authorization() });
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  #authorization(): Record<string, string> {
    return { authorization: `Bearer ${this.#token}` };
  }
}

function refusedBy({ status }: Response, body: unknown): Refused {
  return { status, code: Problem.parse(body).code };
}
