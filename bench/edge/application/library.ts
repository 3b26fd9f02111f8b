import type { EventEmitter } from "node:events";
import { createRequire } from "node:module";

/** The parts of drachtio-srf that the measured application uses; its own types are incomplete. */
export interface Request {
  get(name: string): string;
  has(name: string): boolean;
}
export interface Response {
  send(status: number, options?: object): void;
}
export interface Dialog extends EventEmitter {
  destroy(): Promise<unknown>;
}
export interface Srf extends EventEmitter {
  connect(options: { readonly host: string; readonly port: number; readonly secret: string }): void;
  use(method: string, handler: (request: Request, response: Response) => void): void;
  createUAS(request: Request, response: Response, options: object): Promise<Dialog>;
  createB2BUA(
    request: Request,
    response: Response,
    uri: string,
    options: object,
  ): Promise<{ readonly uas: Dialog; readonly uac: Dialog }>;
  proxyRequest(request: Request, destination: string, options: object): Promise<unknown>;
}

const require = createRequire(import.meta.url);
const Library: new () => Srf = require("drachtio-srf");

/** Connects; resolves once authenticated. */
export async function connectLibrary(port: number, secret: string): Promise<Srf> {
  const srf = new Library();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  srf.on("error", () => undefined);
  srf.once("connect", (error: Error | null) => (error ? reject(error) : resolve()));
  srf.connect({ host: "127.0.0.1", port, secret });
  await promise;
  return srf;
}
