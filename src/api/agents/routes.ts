import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { AgentId } from "../../ids.ts";
import type { Overview } from "../overview.ts";
import { Problem } from "../problems/index.ts";
import type { AgentDesk } from "./port.ts";
import { Agent, AgentList, AgentParams, StateChange } from "./schemas.ts";

const tags = ["agents"];

/** A tenant's agents. They choose ready, not-ready or logged-out; the other states are set by routing alone. */
export const agentRoutes: FastifyPluginAsyncZod<{ overview: Overview; desk: AgentDesk }> = async (
  app,
  { overview, desk },
) => {
  app.get(
    "/agents",
    { schema: { tags, response: { 200: AgentList, 404: Problem } } },
    async (request, reply) => {
      return overview.team(request.access.tenant) ?? reply.problem("no-such-tenant");
    },
  );

  app.get(
    "/agents/:agentId",
    { schema: { tags, params: AgentParams, response: { 200: Agent, 404: Problem } } },
    async (request, reply) => {
      const team = overview.team(request.access.tenant);
      const agent = team?.agents.find(({ id }) => id === request.params.agentId);
      return agent ?? reply.problem("no-such-agent");
    },
  );

  app.put(
    "/agents/:agentId/state",
    {
      schema: {
        tags,
        params: AgentParams,
        body: StateChange,
        response: { 200: Agent, 404: Problem, 409: Problem },
      },
    },
    async (request, reply) => {
      const agent = AgentId(request.params.agentId);
      const change = await desk.changeAgent(request.access.tenant, agent, request.body);
      return change.ok ? change.agent : reply.problem(change.refusal);
    },
  );
};
