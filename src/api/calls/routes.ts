import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import type { Overview } from "../overview.ts";
import { Problem } from "../problems/index.ts";
import { CallList, WaitingList } from "./schemas.ts";
import { waitingInOrder } from "./waiting.ts";

const tags = ["calls"];

/** A tenant's live calls. `now` gives epoch milliseconds. */
export const callRoutes: FastifyPluginAsyncZod<{ overview: Overview; now: () => number }> = async (
  app,
  { overview, now },
) => {
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
};
