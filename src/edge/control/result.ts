import type { Delivery, Outcome } from "../core/app.ts";
import type { Protocol } from "../transport/transport.ts";

/** `HH:MM:SS.uuuuuu` in UTC. `now` is in milliseconds since the epoch, with fractions. */
export function timeOfDay(now: number): string {
  const whole = Math.floor(now);
  const micros = Math.floor((now - whole) * 1000);
  return new Date(whole).toISOString().slice(11, 23) + String(micros).padStart(3, "0");
}

/** The control protocol has no words for WebSockets. */
function shown(protocol: Protocol | ""): string {
  return protocol === "ws" || protocol === "wss" ? "tcp" : protocol;
}

/** The first line of a frame that carries a SIP message to an application, without its id. */
export function deliveryLine(delivery: Delivery, now: number): string {
  const { from, size, protocol, address, port, transactionId, dialogId, receivedOn } = delivery;
  const received = receivedOn ? `${receivedOn.address}|${receivedOn.port}|` : "";
  const fields = [from, size, shown(protocol), address, port, timeOfDay(now), transactionId, dialogId];
  return `sip|${fields.join("|")}|${received}`;
}

/** The first line of the frame that answers a `sip` command, without its id. */
export function outcomeLine(commandId: string, outcome: Outcome, now: number): string {
  if (!outcome.ok) return `response|${commandId}|NOK|${outcome.refusal}`;
  const { sip, protocol, address, port, transactionId, dialogId } = outcome;
  const common = `OK|application|${sip.length}|${shown(protocol)}|${address}|${port}|${timeOfDay(now)}|${transactionId}|`;
  const dialog = outcome.type === "response" ? `${dialogId}||` : "";
  return `response|${commandId}|${common}${dialog}Msg sent:|`;
}
