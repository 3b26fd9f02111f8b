import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import type { ClaimOutcome } from "../../dispatch/index.ts";
import { AgentId, CallId } from "../../ids.ts";
import type { Overview } from "../overview.ts";
import { Problem, type ProblemCode } from "../problems/index.ts";
import type { ClaimDesk } from "./port.ts";
import { CallList, CallParams, Claim, Claimed, WaitingList } from "./schemas.ts";
import { waitingInOrder } from "./waiting.ts";

const tags = ["calls"];

const problemOf = {
  "no-such-call": "no-such-call",
  "no-such-agent": "no-such-agent",
  "not-waiting": "call-not-waiting",
  "offered-already": "call-offered-already",
  "kept-for-another": "call-kept-for-another",
  "not-eligible": "agent-not-eligible",
  "not-free": "agent-not-free",
} as const satisfies Record<Exclude<ClaimOutcome, "offered">, ProblemCode>;

/** A tenant's live calls. `now` gives epoch milliseconds. */
export const callRoutes: FastifyPluginAsyncZod<{
  overview: Overview;
  desk: ClaimDesk;
  now: () => number;
}> = async (app, { overview, desk, now }) => {
  app.get(
    "/calls",
    { schema: { tags, response: { 200: CallList, 404: Problem } } },
    async (request, reply) => {
      const snapshot = overview.snapshot(request.access.tenant);
      return snapshot === undefined ? reply.problem("no-such-tenant") : { calls: snapshot.calls };
    },
  );

  app.get(
    "/calls/waiting",
    { schema: { tags, response: { 200: WaitingList, 404: Problem } } },
    async (request, reply) => {
      const snapshot = overview.snapshot(request.access.tenant);
      if (snapshot === undefined) return reply.problem("no-such-tenant");
      return { calls: waitingInOrder(snapshot.calls, now()) };
    },
  );

  app.post(
    "/calls/:callId/claim",
    {
      schema: {
        tags,
        params: CallParams,
        body: Claim,
        response: { 200: Claimed, 404: Problem, 409: Problem },
      },
    },
    async (request, reply) => {
      const call = CallId(request.params.callId);
      const agent = AgentId(request.body.agent);
      const outcome = await desk.claim(request.access.tenant, call, agent);
      return outcome === "offered" ? { outcome } : reply.problem(problemOf[outcome]);
    },
  );
};
