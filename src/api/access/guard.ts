import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Access, Tokens } from "./port.ts";
import { presentedToken } from "./presented-token.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Whom this request speaks for. Reading it where no guard stands throws. */
    readonly access: Access;
  }
}

const realm = 'Bearer realm="fivenines"';

/** Lets only requests with a good token into the routes of `app` (RFC 6750 §3). */
export function guard(app: FastifyInstance, tokens: Tokens): void {
  const granted = new WeakMap<FastifyRequest, Access>();

  app.decorateRequest("access", {
    getter() {
      const access = granted.get(this);
      if (access === undefined) throw new Error("A route asked for access that no guard has granted.");
      return access;
    },
  });

  app.addHook("onRequest", async (request, reply) => {
    const token = presentedToken(request.headers);
    if (token === undefined) return reply.header("www-authenticate", realm).problem("token-missing");
    const access = await tokens.authenticate(token);
    if (access === undefined) {
      return reply.header("www-authenticate", `${realm}, error="invalid_token"`).problem("token-refused");
    }
    granted.set(request, access);
    return undefined;
  });
}
