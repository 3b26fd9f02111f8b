import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createViteServer } from "vitest/node";

const PAGE = join(dirname(fileURLToPath(import.meta.url)), "page");

/** Serves the telephone's page on loopback, where browsers allow a microphone without TLS. */
export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts it on a free port; JsSIP is bundled for the browser by what vitest brings along. */
export async function startPageServer(): Promise<PageServer> {
  const cacheDir = await mkdtemp(join(tmpdir(), "fivenines-page-"));
  const server = await createViteServer({
    configFile: false,
    root: PAGE,
    cacheDir,
    logLevel: "error",
    optimizeDeps: { include: ["jssip"] },
    // What would tell the page of changes to its source has nobody to talk to.
    plugins: [
      {
        name: "no-updates",
        transformIndexHtml: {
          order: "post",
          handler: (html) => html.replace(/<script[^>]*\/@vite\/client[^>]*><\/script>/, ""),
        },
      },
    ],
    server: { host: "127.0.0.1", port: 0, hmr: false, ws: false, watch: null },
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (typeof address !== "object" || address === null) throw new Error("the page is served nowhere");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: async () => {
      await server.close();
      await rm(cacheDir, { recursive: true, force: true });
    },
  };
}
