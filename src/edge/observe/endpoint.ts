import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { Metrics } from "./metrics.ts";

const HEADERS_MS = 5_000;
const MOST_CONNECTIONS = 100;

/** Serves `GET /metrics` for Prometheus, and `GET /health` (200 while the server runs), over plain HTTP. */
export class MetricsEndpoint {
  readonly protocol = "tcp";
  readonly #server: Server;

  constructor(metrics: Metrics) {
    this.#server = createServer(
      { headersTimeout: HEADERS_MS, requestTimeout: HEADERS_MS },
      (request, response) => {
        const path = request.url?.split("?", 1)[0] ?? "";
        request.resume();
        if (request.method !== "GET") return end(response, 405, "Only GET is answered here.\n");
        if (path === "/health") return end(response, 200, "ok\n");
        if (path !== "/metrics") return end(response, 404, "There are /metrics and /health.\n");
        metrics.text().then(
          ({ type, body }) => end(response, 200, body, type),
          () => end(response, 500, "The figures could not be gathered.\n"),
        );
      },
    );
    this.#server.maxConnections = MOST_CONNECTIONS;
  }

  /** Binds; resolves with the real port. Rejects with the socket's error, e.g. EADDRINUSE. */
  async listen(host: string, port: number): Promise<number> {
    const listening = once(this.#server, "listening");
    this.#server.listen(port, host);
    await listening;
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("an HTTP server without a port");
    return address.port;
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}

function end(
  response: ServerResponse,
  status: number,
  body: string,
  type = "text/plain; charset=utf-8",
): void {
  response.writeHead(status, { "Content-Type": type, "X-Content-Type-Options": "nosniff" }).end(body);
}
