import { AriUnavailable } from "./requests.ts";
import type { Request } from "./resources.ts";

/**
 * Requests that outlast a short loss of the connection: they wait until Asterisk is ready and are made again when the
 * connection went while they were under way. That is safe because each names what it creates. After `patienceMs` they
 * reject with AriUnavailable.
 */
export function withPatience(request: Request, whenReady: () => Promise<void>, patienceMs: number): Request {
  return async (method, uri, body) => {
    const giveUpAt = performance.now() + patienceMs;
    for (;;) {
      await within(giveUpAt - performance.now(), whenReady(), `${method} ${uri}: Asterisk is not connected`);
      try {
        return await request(method, uri, body);
      } catch (error) {
        if (!(error instanceof AriUnavailable) || performance.now() >= giveUpAt) throw error;
      }
    }
  };
}

async function within(limitMs: number, awaited: Promise<void>, complaint: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AriUnavailable(complaint)), Math.max(0, limitMs));
  });
  try {
    await Promise.race([awaited, late]);
  } finally {
    clearTimeout(timer);
  }
}
