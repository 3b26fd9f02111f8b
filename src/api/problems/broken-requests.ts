import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { catalogue, type ProblemCode } from "./catalogue.ts";
import { problemDocument, problemMediaType } from "./document.ts";

/**
 * Answers what is not even HTTP, or came too slowly, and closes the connection. No request was understood, so there is
 * no Accept-Language: the problem is told in Chinese.
 */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(wireProblem(codeOf(error)));
}

function codeOf(error: NodeJS.ErrnoException): ProblemCode {
  if (error.code === "HPE_HEADER_OVERFLOW") return "headers-too-large";
  return error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? "request-timeout" : "bad-request";
}

function wireProblem(code: ProblemCode): string {
  const { status } = catalogue[code];
  const body = JSON.stringify(problemDocument(code, "zh"));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    `Content-Type: ${problemMediaType}`,
    "Content-Language: zh",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}
