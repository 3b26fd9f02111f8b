import type { IncomingHttpHeaders } from "node:http";
import type { FastifyRequest } from "fastify";
import type { Logger } from "pino";

const secretHeaders = ["authorization", "sec-websocket-protocol", "cookie"];

/** The API's own logger. Tokens never reach it: requests are told by method and path, headers with secrets masked. */
export function apiLogger(logger: Logger): Logger {
  return logger.child({ room: "api" }, { serializers: { req: requestLine, headers: maskSecrets } });
}

function requestLine(request: FastifyRequest): Readonly<Record<string, unknown>> {
  return { id: request.id, method: request.method, path: request.url.split("?", 1)[0], from: request.ip };
}

function maskSecrets(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const masked = Object.entries(headers).map(([name, value]) => [
    name,
    secretHeaders.includes(name.toLowerCase()) ? "[redacted]" : value,
  ]);
  return Object.fromEntries(masked);
}
