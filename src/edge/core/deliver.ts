import type { SipRequest } from "../sip/message.ts";
import { asReceived } from "../sip/serialize.ts";
import type { Source } from "../transport/transport.ts";
import type { App, Delivery } from "./app.ts";

interface DeliveryIds {
  readonly transactionId: string;
  readonly dialogId: string;
}

/** Hands a request from the network to an application. */
export function deliverRequest(app: App, request: SipRequest, source: Source, ids: DeliveryIds): void {
  app.deliver(requestDelivery(request, source, ids));
}

/** A request from the network, as applications get it. */
export function requestDelivery(request: SipRequest, source: Source, ids: DeliveryIds): Delivery {
  const starts = ids.dialogId === "" && request.method !== "CANCEL";
  return {
    from: "network",
    size: request.size,
    protocol: request.method === "ACK" ? "" : source.protocol,
    address: source.address,
    port: source.port,
    ...ids,
    ...(starts ? { receivedOn: { address: source.localAddress, port: source.localPort } } : {}),
    sip: asReceived(request),
  };
}
