import type { Seal } from "./seal.ts";

/** The way to a neighbour who cannot be reached by what its Contact says. */
export interface Flow {
  /** As `Transports.known` takes it. */
  readonly protocol: string;
  readonly address: string;
  readonly port: number;
  /** The name of its connection; empty on UDP. */
  readonly connection: string;
}

/**
 * What one of our Record-Route or Path values stands for. Which side holds it decides where it leads: the
 * callee's copy leads to the caller and the other way round; a Path leads to whoever registered.
 */
export interface Token {
  readonly leads: "to-caller" | "to-callee" | "to-registrant";
  /** Undefined where the next Route or the Request-URI says enough. */
  readonly flow: Flow | undefined;
}

/** The dialog a token is good for; empty texts for the token of a Path. */
export interface Bond {
  readonly callId: string;
  /** The From tag of the request that created the dialog. */
  readonly callerTag: string;
}

const LETTERS = { "to-caller": "r", "to-callee": "e", "to-registrant": "p" } as const;
const TOKEN = /^([A-Za-z0-9_-]{1,400})\.([A-Za-z0-9_-]{22})$/;

/** Writes a token as the user part of a URI. Without the server's key nobody else can. */
export function writeToken(seal: Seal, { leads, flow }: Token, bond: Bond): string {
  const way = flow ? [flow.protocol, flow.address, String(flow.port), flow.connection] : [];
  const text = Buffer.from([LETTERS[leads], ...way].join("|"), "latin1").toString("base64url");
  return `${text}.${seal.mark("token", text, bond.callId, bond.callerTag)}`;
}

/**
 * Reads the user part of one of our URIs. Undefined where we did not write it, or not for this dialog: a
 * token leads nobody anywhere but inside the dialog it was made for, and only in its own direction.
 */
export function readToken(
  seal: Seal,
  user: string | undefined,
  dialog: { readonly callId: string; readonly fromTag: string; readonly toTag: string },
): Token | undefined {
  const [, text, mark] = TOKEN.exec(user ?? "") ?? [];
  if (text === undefined || mark === undefined) return undefined;
  const [letter, protocol, address, port, connection = ""] = Buffer.from(text, "base64url")
    .toString("latin1")
    .split("|");
  const leads = LEADS.get(letter ?? "");
  if (!leads || !seal.fits(mark, "token", text, ...bondTexts(leads, dialog))) return undefined;
  const whole = protocol !== undefined && address !== undefined && port !== undefined;
  return { leads, flow: whole ? { protocol, address, port: Number(port), connection } : undefined };
}

const LEADS: ReadonlyMap<string, Token["leads"]> = new Map([
  ["r", "to-caller"],
  ["e", "to-callee"],
  ["p", "to-registrant"],
]);

function bondTexts(
  leads: Token["leads"],
  dialog: { readonly callId: string; readonly fromTag: string; readonly toTag: string },
): readonly string[] {
  if (leads === "to-registrant") return ["", ""];
  return [dialog.callId, leads === "to-caller" ? dialog.toTag : dialog.fromTag];
}
