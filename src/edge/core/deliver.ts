import type { SipRequest } from "../sip/message.ts";
import { asReceived } from "../sip/serialize.ts";
import type { Source } from "../transport/transport.ts";
import type { App } from "./app.ts";

/** Hands a request from the network to an application. */
export function deliverRequest(
  app: App,
  request: SipRequest,
  source: Source,
  ids: { readonly transactionId: string; readonly dialogId: string },
): void {
  const starts = ids.dialogId === "" && request.method !== "CANCEL";
  app.deliver({
    from: "network",
    size: request.size,
    protocol: request.method === "ACK" ? "" : source.protocol,
    address: source.address,
    port: source.port,
    ...ids,
    ...(starts ? { receivedOn: { address: source.localAddress, port: source.localPort } } : {}),
    sip: asReceived(request),
  });
}
