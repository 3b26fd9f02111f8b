import { z } from "zod";

const text = z.string();
const whole = z.number().int();

const DialogFacts = z.object({
  kind: z.literal("dialog"),
  id: text,
  usage: z.enum(["INVITE", "SUBSCRIBE"]),
  role: z.enum(["uac", "uas"]),
  state: z.enum(["calling", "early", "confirmed"]),
  ended: z.boolean(),
  usageOver: z.boolean(),
  subscriptions: z.array(text),
  callId: text,
  localTag: text,
  remoteTag: text,
  localAddress: text,
  remoteAddress: text,
  localContact: text,
  remoteTarget: text,
  routeSet: z.array(text),
  localSeq: whole,
  localSdp: text,
  remoteSdp: text,
  event: text,
  note: text,
  awaitingAck: z.boolean(),
  unacknowledged: text,
  waiting: whole,
  endsInSeconds: whole,
});

const common = {
  kind: z.literal("transaction"),
  id: text,
  method: text,
  dialog: text,
  state: text,
  callId: text,
  cseq: whole,
  from: text,
  to: text,
  uri: text,
  waiting: whole,
};

const TransactionFacts = z.discriminatedUnion("role", [
  z.object({ ...common, role: z.literal("uac"), sip: text }),
  z.object({ ...common, role: z.literal("uas") }),
]);

const RegistrationFacts = z.object({
  kind: z.literal("registration"),
  id: text,
  protocol: text,
  address: text,
  port: whole,
  expiresInSeconds: whole,
});

const EstateLine = z.union([DialogFacts, TransactionFacts, RegistrationFacts]);

/**
 * A dialog that a lost connection left. One that `ended` is listed while its end still waits to be told. Where
 * `usageOver`, the call or subscription it began with is over, and only `subscriptions` go on. `note` is what its
 * application kept with it.
 */
export type DialogFacts = z.infer<typeof DialogFacts>;
/** A transaction left open; `sip` is our own request as it was sent. */
export type TransactionFacts = z.infer<typeof TransactionFacts>;
/** A contact that is reached over the connection it registered on, whoever the application is. */
export type RegistrationFacts = z.infer<typeof RegistrationFacts>;
/** One line of the SIP server's list. */
export type EstateLine = z.infer<typeof EstateLine>;

/** Reads the body of a list. Lines of kinds a later server may have are left out; what is malformed is too. */
export function readLines(body: string): EstateLine[] {
  return body.split("\n").flatMap((line) => {
    const parsed = EstateLine.safeParse(parsedOrNothing(line));
    return parsed.success ? [parsed.data] : [];
  });
}

function parsedOrNothing(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
