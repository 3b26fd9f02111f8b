import type { Log } from "../../dispatch/index.ts";
import type { AgentDesk } from "./agent-leg.ts";
import type { CallerDesk } from "./caller-leg.ts";
import type { Dialogs } from "./dialogs.ts";
import { ACCEPT, ALLOW } from "./headers.ts";
import type { Incoming } from "./message.ts";
import { refusalOfCall } from "./refusals.ts";
import type { Registrar } from "./registrar.ts";
import { isFrom, type SwitchAddress } from "./switch-address.ts";

/** Where each request that comes in is taken. */
export function createReception(desks: {
  readonly dialogs: Dialogs;
  readonly callers: CallerDesk;
  readonly agents: AgentDesk;
  readonly registrar: Registrar;
  readonly switchAddress: SwitchAddress;
  readonly log: Log;
  isDraining(): boolean;
}): (request: Incoming) => void {
  const { dialogs, log } = desks;

  const deliver = async (request: Incoming): Promise<void> => {
    if (request.dialogId !== "" && dialogs.deliver(request)) return undefined;
    if (request.method === "ACK") return undefined;
    if (request.method === "PRACK") return request.answer(200);
    if (hasToTag(request)) return request.answer(481);
    switch (request.method) {
      case "INVITE":
        if (isFrom(desks.switchAddress, request.source)) return desks.agents.ring(request);
        return desks.callers.take(request);
      case "REGISTER":
        return desks.registrar.register(request);
      case "OPTIONS":
        return answerOptions(request, desks.isDraining());
      default:
        return request.answer(statusOutsideDialogs(request.method), { headers: { Allow: ALLOW } });
    }
  };

  return (request) => {
    deliver(request).catch((error: unknown) => {
      log.error({ error, method: request.method }, "could not handle a SIP request");
      request.answer(500, { headers: { "Retry-After": "5" } });
    });
  };
}

const hasToTag = (request: Incoming): boolean => /;\s*tag=/i.test(request.header("To") ?? "");

/** As an INVITE would be answered now (RFC 3261 §11), so that a trunk's health check turns away while we drain. */
function answerOptions(request: Incoming, draining: boolean): void {
  if (draining) return request.answer(503, { headers: refusalOfCall("draining", "").headers });
  return request.answer(200, { headers: { Allow: ALLOW, Accept: ACCEPT } });
}

/** Methods that mean nothing here outside a dialog, or that belong into one. */
export function statusOutsideDialogs(method: string): number {
  switch (method) {
    case "SUBSCRIBE":
    case "PUBLISH":
    case "NOTIFY":
      return 489;
    case "INFO":
    case "UPDATE":
    case "BYE":
      return 481;
    default:
      return 405;
  }
}
