import type { AgentView, CallView, FeedEvent } from "../../src/dispatch/index.ts";

/** One tenant as the live feed shows it: the snapshot, moved on by each event. */
export class CentreView {
  readonly name: string;
  readonly number: string;
  agents: AgentView[] = [];
  readonly calls = new Map<string, CallView>();
  arrived = 0;
  answered = 0;

  constructor(name: string, number: string) {
    this.name = name;
    this.number = number;
  }

  begin(agents: readonly AgentView[], calls: readonly CallView[]): void {
    this.agents = [...agents];
    this.calls.clear();
    for (const call of calls) this.calls.set(call.id, call);
  }

  get waiting(): number {
    return [...this.calls.values()].filter(({ at }) => at === "queued").length;
  }

  apply(event: FeedEvent): void {
    switch (event.type) {
      case "agent-state-changed":
        return this.changeAgent(event.agent, { state: event.state });
      case "agent-device-changed":
        return this.changeAgent(event.agent, { hasDevice: event.hasDevice });
      case "call-arrived": {
        this.arrived += 1;
        const { call: id, number, caller, at } = event;
        this.calls.set(id, { id, number, caller, at: "arriving", arrivedAt: at });
        return;
      }
      case "call-queued":
        return this.changeCall(event.call, { at: "queued", queuedAt: event.at });
      case "call-left-queue":
        return this.changeCall(event.call, { at: "in-flow" });
      case "call-answered":
        this.answered += 1;
        return this.changeCall(event.call, { at: "talking", agent: event.agent, answeredAt: event.at });
      case "call-ended":
        this.calls.delete(event.call);
        return;
      case "call-step-changed":
      case "call-overflowed":
      case "offer-made":
      case "offer-ended":
        return;
    }
  }

  private changeAgent(id: string, change: Partial<AgentView>): void {
    this.agents = this.agents.map((agent) => (agent.id === id ? { ...agent, ...change } : agent));
  }

  private changeCall(id: string, change: Partial<CallView>): void {
    const call = this.calls.get(id);
    if (call !== undefined) this.calls.set(id, { ...call, ...change });
  }
}
