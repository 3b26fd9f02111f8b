import type { FastifyInstance, FastifyReply } from "fastify";
import { catalogue, type ProblemCode } from "./catalogue.ts";
import { type ProblemExtras, problemDocument, problemMediaType } from "./document.ts";
import { preferredLanguage } from "./language.ts";

declare module "fastify" {
  interface FastifyReply {
    /** Answers with a problem document, in the language the request asked for. */
    problem(code: ProblemCode, extras?: ProblemExtras): this;
  }
}

/** Gives every reply the word `problem`. */
export function addProblemReplies(app: FastifyInstance): void {
  app.decorateReply(
    "problem",
    function problem(this: FastifyReply, code: ProblemCode, extras?: ProblemExtras) {
      return sendProblem(this, code, extras);
    },
  );
}

/** For replies the framework makes outside every route, which lack the word `problem`. */
export function sendProblem(
  reply: FastifyReply,
  code: ProblemCode,
  extras: ProblemExtras = {},
): FastifyReply {
  const language = preferredLanguage(reply.request.headers["accept-language"]);
  return reply
    .code(catalogue[code].status)
    .type(problemMediaType)
    .header("content-language", language)
    .header("vary", "Accept-Language")
    .serializer(JSON.stringify)
    .send(problemDocument(code, language, { instance: `urn:uuid:${reply.request.id}`, ...extras }));
}
