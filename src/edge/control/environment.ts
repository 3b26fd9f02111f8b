import { isIP } from "node:net";
import { z } from "zod";
import { isLoopback } from "./loopback.ts";
import { parseRules } from "./outbound/rules.ts";
import type { ControlListener, ControlOptions } from "./settings.ts";

/** What they hold is read as a whole, by `readControlEnvironment`. */
export const CONTROL_VARIABLES = {
  EDGE_CONTROL_LISTENERS: z.string().optional(),
  EDGE_CONTROL_TLS_CERT: z.string().optional(),
  EDGE_CONTROL_TLS_KEY: z.string().optional(),
  EDGE_OUTBOUND_ROUTES: z.string().optional(),
  EDGE_OUTBOUND_CA: z.string().optional(),
  EDGE_OPTIONS_USER_AGENT: z.string().optional(),
};

const PEM = "the path of a PEM file, or nothing";
/** What each of them takes. */
export const CONTROL_MENDING: Readonly<Record<keyof typeof CONTROL_VARIABLES, string>> = {
  EDGE_CONTROL_LISTENERS:
    "further addresses for applications, as tcp://127.0.0.1:9023 tls://[::1]:9024, or nothing",
  EDGE_CONTROL_TLS_CERT: PEM,
  EDGE_CONTROL_TLS_KEY: PEM,
  EDGE_OUTBOUND_ROUTES: "rules such as INVITE=tcp://10.0.0.5:9021 *=https://router.example/route, or nothing",
  EDGE_OUTBOUND_CA: PEM,
  EDGE_OPTIONS_USER_AGENT: "the User-Agent whose OPTIONS are answered by the server itself, or nothing",
};

type Given = Readonly<Record<string, string | undefined>>;

/** What the environment says of the control side, and one message per fault: what, where, how to mend it. */
export interface ControlEnvironment {
  readonly options: ControlOptions;
  readonly faults: readonly string[];
}

/** Where others can reach the control port; on loopback any will do. */
const SHORTEST_SECRET = 8;
const HOST_PORT = /^(tcp|tls):\/\/(?:\[([^\]]+)\]|([^:/]+)):(\d{1,5})$/i;
const LISTENERS = "addresses such as tcp://127.0.0.1:9023 or tls://[::1]:9024, separated by white space";
const RULES =
  "rules such as INVITE=tcp://10.0.0.5:9021 or *=https://router.example/route, separated by white space";

type Fault = readonly [variable: string, problem: string, need: string];

/** Reads what stands under `EDGE_CONTROL_…` and `EDGE_OUTBOUND_…`, all but the first address. */
export function readControlEnvironment(
  given: Given,
  whereOf: (variable: string) => string,
): ControlEnvironment {
  const faults: Fault[] = [];
  const controlListeners = readListeners(given["EDGE_CONTROL_LISTENERS"], faults);
  const options: ControlOptions = {
    controlSecret: given["EDGE_CONTROL_SECRET"],
    controlListeners,
    controlCertificate: readCertificate(given, controlListeners, faults),
    outboundRoutes: readRules(given["EDGE_OUTBOUND_ROUTES"], faults),
    outboundCa: given["EDGE_OUTBOUND_CA"],
    optionsUserAgent: given["EDGE_OPTIONS_USER_AGENT"],
  };
  faultInSecret(given, controlListeners, faults);
  return {
    options,
    faults: faults.map(([name, problem, need]) => `${whereOf(name)} ${problem}: it must be ${need}.`),
  };
}

function readListeners(text: string | undefined, faults: Fault[]): ControlListener[] | undefined {
  if (text === undefined) return undefined;
  const words = text.split(/\s+/).filter((word) => word !== "");
  return words.flatMap((word) => {
    const listener = readListener(word);
    if (!listener) faults.push(["EDGE_CONTROL_LISTENERS", `holds "${word}"`, LISTENERS]);
    return listener ?? [];
  });
}

function readListener(word: string): ControlListener | undefined {
  const [, protocol = "", v6, v4 = "", digits = ""] = HOST_PORT.exec(word) ?? [];
  const host = v6 ?? v4;
  const port = Number(digits);
  if (isIP(host) === 0 || port > 65_535) return undefined;
  return { protocol: protocol.toLowerCase() === "tls" ? "tls" : "tcp", host, port };
}

function readCertificate(
  given: Given,
  listeners: readonly ControlListener[] | undefined,
  faults: Fault[],
): ControlOptions["controlCertificate"] {
  const names = ["EDGE_CONTROL_TLS_CERT", "EDGE_CONTROL_TLS_KEY"] as const;
  const [certFile, keyFile] = names.map((name) => given[name]);
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile };
  const wanted =
    certFile !== undefined ||
    keyFile !== undefined ||
    listeners?.some(({ protocol }) => protocol === "tls") === true;
  for (const name of names) {
    if (wanted && given[name] === undefined)
      faults.push([name, "is not set", "the path of a PEM file, since TLS is spoken on a control port"]);
  }
  return undefined;
}

function readRules(text: string | undefined, faults: Fault[]): ControlOptions["outboundRoutes"] {
  if (text === undefined) return undefined;
  const parsed = parseRules(text);
  if (parsed.ok) return parsed.rules;
  for (const wrong of parsed.faults)
    faults.push(["EDGE_OUTBOUND_ROUTES", `holds a rule that cannot be used, ${wrong}`, RULES]);
  return undefined;
}

/** Whoever can reach the control port commands the server: the machine's own border, or a secret, must stand before it. */
function faultInSecret(
  given: Given,
  listeners: readonly ControlListener[] | undefined,
  faults: Fault[],
): void {
  const secret = given["EDGE_CONTROL_SECRET"];
  if (secret !== undefined && secret.length >= SHORTEST_SECRET) return;
  const hosts = [given["EDGE_CONTROL_HOST"] ?? "127.0.0.1", ...(listeners ?? []).map(({ host }) => host)];
  const exposed = hosts.find((host) => isIP(host) !== 0 && !isLoopback(host));
  if (exposed === undefined) return;
  const problem = secret === undefined ? "is not set" : "is too short";
  const need = `a secret of at least ${SHORTEST_SECRET} characters, since applications are awaited on ${exposed}, which others can reach`;
  faults.push(["EDGE_CONTROL_SECRET", problem, need]);
}
