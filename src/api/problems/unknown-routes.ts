import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/**
 * Refuses, everywhere under `app`, what no route takes: before the body is read, so that a wrong address is never
 * reported as a wrong body, and after the guards, so that only those let in learn which addresses exist.
 */
export function refuseUnknownRoutes(app: FastifyInstance): void {
  app.addHook("preParsing", (request, reply, payload, done) => {
    if (request.is404) answerUnknownRoute(request, reply);
    else done(null, payload);
  });
}

/** 405 with Allow where another method would do, else 404. */
export function answerUnknownRoute(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split("?", 1)[0] ?? "";
  const allowed = methods.filter((method) => request.server.findRoute({ method, url: path }) !== null);
  if (allowed.length === 0) return reply.problem("no-such-route");
  return reply.header("allow", allowed.join(", ")).problem("method-not-allowed");
}
