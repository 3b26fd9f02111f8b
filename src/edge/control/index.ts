import type { App, Apps } from "../core/app.ts";
import type { Context } from "../core/context.ts";
import { releaseApp } from "../core/release.ts";
import { readPem } from "./certificate.ts";
import { Chooser } from "./chooser.ts";
import type { Desk } from "./commands.ts";
import { Failures } from "./failures.ts";
import { Listeners } from "./listeners.ts";
import { OutboundSessions } from "./outbound/sessions.ts";
import { Reception } from "./reception.ts";
import type { Routes } from "./routes.ts";
import { CONTROL_LIMITS, type ControlListener, type ControlOptions } from "./settings.ts";

/** All that applications meet: the addresses they connect to, and the server dialling them. */
export interface Control {
  /** Who takes new requests. */
  readonly apps: Apps;
  /** The ports bound, in the order of the addresses given. */
  readonly ports: readonly number[];
  /** How many applications are connected. */
  connections(): number;
  /** Reads the certificate again; connections that live keep theirs. Rejects with `UnusableFile`. */
  reloadCertificate(): Promise<void>;
  close(): Promise<void>;
}

/** What the control side is put together from. */
interface Setting {
  readonly context: Context;
  readonly routes: Routes;
  readonly hostPorts: Desk["hostPorts"];
  readonly options: ControlOptions;
  /** Where applications are awaited first of all. */
  readonly first: ControlListener;
}

/**
 * Opens the control side. Rejects with `PortTaken` where a port is in use, with `UnusableFile` where a
 * certificate cannot be used, and where an address is open to others while there is no secret.
 */
export async function openControl({ context, routes, hostPorts, options, first }: Setting): Promise<Control> {
  const limits = { ...CONTROL_LIMITS, ...options.controlLimits };
  const { controlSecret: secret, optionsUserAgent, outboundCa, outboundRoutes: rules = [] } = options;
  const desk: Desk = { context, routes, secret, hostPorts, failures: new Failures(context.clock) };
  const left = (app: App): void => {
    routes.removeApp(app);
    context.log.info({ tags: app.tags }, "a control connection ended");
    releaseApp(context, app);
  };
  const reception = new Reception(desk, limits, left);
  const ca = outboundCa === undefined ? undefined : await readPem("CA", outboundCa);
  const sessions = new OutboundSessions(desk, limits, ca, left);
  const chooser = new Chooser({ context, routes, rules, sessions, limits, optionsUserAgent });
  const listeners = await Listeners.open([first, ...(options.controlListeners ?? [])], reception, options);
  if (secret === undefined)
    context.log.warn({}, "no control secret: any program on this machine may command this server");
  return {
    apps: chooser,
    ports: listeners.ports,
    connections: () => reception.size + sessions.size,
    reloadCertificate: () => listeners.reloadCertificate(),
    close: async () => {
      chooser.close();
      reception.close();
      sessions.close();
      await listeners.close();
    },
  };
}
