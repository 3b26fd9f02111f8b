import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { Problem } from "../problems/index.ts";
import type { Readiness } from "./port.ts";
import { Live, Ready } from "./schemas.ts";

/** For probes: is the process alive, and may it be given traffic? No token is asked, nothing about tenants is told. */
export const healthRoutes: FastifyPluginAsyncZod<{ readiness: Readiness }> = async (app, { readiness }) => {
  app.get("/health/live", { schema: { tags: ["health"], response: { 200: Live } } }, async () => ({
    status: "live" as const,
  }));

  app.get(
    "/health/ready",
    { schema: { tags: ["health"], response: { 200: Ready, 503: Problem } } },
    async (_request, reply) => {
      const parts = await readiness.checks();
      const ready = Object.values(parts).every((part) => part === "up");
      return ready ? { status: "ready" as const, parts } : reply.problem("not-ready", { parts });
    },
  );
};
