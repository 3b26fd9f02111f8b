import { randomUUID } from "node:crypto";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { guard } from "./access/index.ts";
import { agentRoutes } from "./agents/routes.ts";
import { callRoutes } from "./calls/routes.ts";
import { eventRoutes } from "./events/routes.ts";
import { takeWebSockets } from "./events/sockets.ts";
import { healthRoutes } from "./health/routes.ts";
import { type FeedLimits, feedLimits } from "./limits.ts";
import { apiLogger } from "./logging.ts";
import type { ApiOptions } from "./options.ts";
import {
  addProblemReplies,
  answerBrokenRequest,
  answerFailure,
  answerUnknownRoute,
  refuseUnknownRoutes,
  sendProblem,
} from "./problems/index.ts";

const bodyLimitBytes = 64 * 1024;
const requestWithinMs = 30_000;

/** Builds the HTTP and WebSocket API, not yet listening. */
export async function buildApi(options: ApiOptions): Promise<FastifyInstance> {
  const limits = { ...feedLimits, ...options.limits };
  const app = bareServer(apiLogger(options.logger));
  addProblemReplies(app);
  refuseWhileStopping(app);
  refuseUnknownRoutes(app);
  app.setErrorHandler(answerFailure);
  app.setNotFoundHandler(answerUnknownRoute);
  await takeWebSockets(app, limits);
  await app.register(healthRoutes, { readiness: options.readiness });
  await app.register(async (v1) => addTenantRoutes(v1, options, limits), { prefix: "/v1" });
  return app;
}

function bareServer(logger: FastifyBaseLogger): FastifyInstance {
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestWithinMs,
    return503OnClosing: false,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (_error, _request, reply) => {
      sendProblem(reply, "bad-request");
    },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser("text/plain");
  return app;
}

/** The framework would refuse too, but not with a problem document. */
function refuseWhileStopping(app: FastifyInstance): void {
  let stopping = false;
  app.addHook("preClose", async () => {
    stopping = true;
  });
  app.addHook("onRequest", (_request, reply, done) => {
    if (stopping) reply.problem("stopping");
    else done();
  });
}

async function addTenantRoutes(app: FastifyInstance, options: ApiOptions, limits: FeedLimits): Promise<void> {
  const { tokens, overview, desk, now = Date.now } = options;
  guard(app, tokens);
  app.setNotFoundHandler(answerUnknownRoute);
  await app.register(agentRoutes, { overview, desk });
  await app.register(callRoutes, { overview, desk, now });
  await app.register(eventRoutes, { overview, tokens, limits });
}
