import { onTestFinished } from "vitest";
import type { Clock } from "../../../../src/edge/clock.ts";
import { type Edge, type EdgeConfig, startEdge } from "../../../../src/edge/index.ts";
import { TcpListener, TcpPhone, UdpPhone } from "./phones.ts";
import { connectSrf, type Srf } from "./srf.ts";

export const SECRET = "correct horse";

/** A SIP server of its own for one test, and what stands around it; all of it ends with the test. */
export interface World {
  readonly edge: Edge;
  app(): Promise<Srf>;
  /** A phone on this machine; `host` may be any address of 127.0.0.0/8. */
  udpPhone(host?: string): Promise<UdpPhone>;
  tcpPhone(host?: string): Promise<TcpPhone>;
  tcpListener(): Promise<TcpListener>;
}

/** Starts a server on free ports, with the machine's clock unless another is given, and what else `config` says.
 * `error` hears what it logs as an error. */
export async function startWorld(
  clock?: Clock,
  config: Partial<EdgeConfig> = {},
  error: (message: string) => void = () => undefined,
): Promise<World> {
  const quiet = (): void => undefined;
  const log = {
    debug: quiet,
    info: quiet,
    warn: quiet,
    error: (_fields: object, message: string) => error(message),
  };
  const edge = await startEdge(
    {
      sipHost: "127.0.0.1",
      sipPort: 0,
      controlHost: "127.0.0.1",
      controlPort: 0,
      controlSecret: SECRET,
      logLevel: "silent",
      ...config,
    },
    { log, ...(clock ? { clock } : {}) },
  );
  onTestFinished(() => edge.stop());
  const ending = <T extends { close(): void }>(thing: T): T => {
    onTestFinished(() => thing.close());
    return thing;
  };
  return {
    edge,
    app: async () => {
      const srf = await connectSrf(edge.controlPort, SECRET);
      let connected = true;
      srf.once("close", () => {
        connected = false;
      });
      onTestFinished(() => {
        if (connected) srf.disconnect();
      });
      return srf;
    },
    udpPhone: async (host) => ending(await UdpPhone.open(edge.sipPort, host)),
    tcpPhone: async (host) => ending(await TcpPhone.dial(edge.sipPort, host)),
    tcpListener: async () => ending(await TcpListener.open()),
  };
}
