import type { AddressInfo } from "node:net";
import { buildApi } from "./app.ts";
import type { ApiOptions } from "./options.ts";

/** Where to listen; port 0 takes a free one. */
export interface ListenOptions extends ApiOptions {
  readonly host: string;
  readonly port: number;
}

/** A listening API. */
export interface RunningApi {
  readonly address: string;
  readonly port: number;
  /** Answers what is under way, closes every feed with 1001, and frees the port. Safe to repeat. */
  stop(): Promise<void>;
}

/** Starts listening. Rejects if the address cannot be had. */
export async function startApi(options: ListenOptions): Promise<RunningApi> {
  const app = await buildApi(options);
  await app.listen({ host: options.host, port: options.port });
  const { address, port } = boundAddress(app.server.address());
  return { address, port, stop: async () => app.close() };
}

function boundAddress(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string") throw new Error("The API listens on TCP only.");
  return address;
}
