import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { presentedToken, type Tokens } from "../access/index.ts";
import { serveFeed } from "./feed.ts";
import type { FeedNeeds } from "./port.ts";

/** The live feed of a tenant's agents and calls, over one WebSocket. */
export const eventRoutes: FastifyPluginAsync<FeedNeeds> = async (app, { overview, tokens, limits }) => {
  app.route({
    method: "GET",
    url: "/events",
    handler: async (_request, reply) => reply.header("upgrade", "websocket").problem("upgrade-required"),
    wsHandler: (socket, request) =>
      serveFeed({
        socket,
        tenant: request.access.tenant,
        overview,
        limits,
        stillWelcome: () => stillWelcome(request, tokens),
      }),
  });
};

/** Asks again whether the token is good. Where that cannot be known now, a peer once let in stays. */
async function stillWelcome(request: FastifyRequest, tokens: Tokens): Promise<boolean> {
  try {
    const access = await tokens.authenticate(presentedToken(request.headers) ?? "");
    return access?.tenant === request.access.tenant;
  } catch (error) {
    request.log.warn({ err: error }, "a feed's token could not be checked again");
    return true;
  }
}
