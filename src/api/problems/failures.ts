import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import type { ProblemCode } from "./catalogue.ts";
import { fieldFaults, type RequestPart } from "./faults.ts";
import { preferredLanguage } from "./language.ts";

const codeByFailure: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: "broken-json",
  FST_ERR_CTP_EMPTY_JSON_BODY: "broken-json",
  FST_ERR_CTP_BODY_TOO_LARGE: "body-too-large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported-content-type",
};

/** Turns whatever a route or the framework threw into a problem. Only the log learns what an unexpected error said. */
export function answerFailure(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (hasZodFastifySchemaValidationErrors(error)) return answerInvalid(error, request, reply);
  const code = codeByFailure[error.code] ?? codeByStatus(error.statusCode);
  if (code === "internal-error")
    request.log.error({ err: error, req: request }, "a request failed unexpectedly");
  return reply.problem(code);
}

function codeByStatus(status: number | undefined): ProblemCode {
  return status !== undefined && status >= 400 && status < 500 ? "bad-request" : "internal-error";
}

function answerInvalid(
  error: Pick<FastifyError, "validation" | "validationContext">,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const [part, value] = faultyPart(error.validationContext, request);
  const language = preferredLanguage(request.headers["accept-language"]);
  return reply.problem("invalid-request", {
    errors: fieldFaults(error.validation ?? [], part, value, language),
  });
}

function faultyPart(context: string | undefined, request: FastifyRequest): readonly [RequestPart, unknown] {
  switch (context) {
    case "params":
      return ["path", request.params];
    case "querystring":
      return ["query", request.query];
    case "headers":
      return ["headers", request.headers];
    default:
      return ["body", request.body];
  }
}
