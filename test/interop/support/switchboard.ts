import { Inbox } from "../../contract/edge/support/inbox.ts";
import type { Srf, SrfDialog, SrfRequest, SrfResponse } from "../../contract/edge/support/srf.ts";
import { commandsRead } from "../../contract/edge/support/taking.ts";
import type { World } from "../../contract/edge/support/world.ts";
import { challenge, proves } from "../asterisk/digest.ts";

/** The password of everybody; without a space, at which baresip would cut it. */
export const PASSWORD = "open-sesame";

/** A contact that was bound, or was taken away (`expires` 0). */
export interface Registration {
  readonly user: string;
  /** Without angle brackets. */
  readonly contact: string;
  readonly expires: number;
  /** "udp" or "tcp", or what else the server calls it. */
  readonly protocol: string;
}

/** A call that the switchboard joined. */
export interface Joined {
  readonly caller: SrfDialog;
  readonly callee: SrfDialog;
}

/** Something that came in a call and is for the test to answer. */
export interface InCall {
  readonly from: SrfDialog;
  readonly req: SrfRequest;
  readonly res: SrfResponse;
}

/** An application that registers telephones with digest and joins their calls, back to back. */
export interface Switchboard {
  readonly srf: Srf;
  readonly registrations: Inbox<Registration>;
  readonly joined: Inbox<Joined>;
  readonly refers: Inbox<InCall>;
  /** INFOs and re-INVITEs are passed to the other side; here it is told of them. */
  readonly passed: Inbox<InCall>;
  /** The next registration of a user. */
  registered(user: string): Promise<Registration>;
  /** Where a user is now; throws where nowhere. */
  contactOf(user: string): string;
}

/** Opens one that takes REGISTER and INVITE. */
export async function openSwitchboard(world: World): Promise<Switchboard> {
  const srf = await world.app();
  const contacts = new Map<string, string>();
  const registrations = new Inbox<Registration>();
  const board: Switchboard = {
    srf,
    registrations,
    joined: new Inbox<Joined>(),
    refers: new Inbox<InCall>(),
    passed: new Inbox<InCall>(),
    registered: (user) => registrations.take((it) => it.user === user, `a registration of ${user}`),
    contactOf: (user) => {
      const contact = contacts.get(user);
      if (contact === undefined) throw new Error(`${user} is not registered`);
      return contact;
    },
  };
  srf.use("register", (req, res) => {
    const registration = register(req, res);
    if (!registration) return;
    if (registration.expires > 0) contacts.set(registration.user, registration.contact);
    else contacts.delete(registration.user);
    registrations.put(registration);
  });
  srf.use("invite", (req, res) => {
    const contact = contacts.get(userOf(req.uri));
    if (contact === undefined) return res.send(404);
    // A callee that refuses, and a caller that gives up, are answered by the library.
    join(board, req, res, contact).then(
      (calls) => board.joined.put(calls),
      () => undefined,
    );
  });
  await commandsRead(world, srf);
  return board;
}

/** Challenges a REGISTER, or accepts or refuses it; undefined unless it was accepted. */
function register(req: SrfRequest, res: SrfResponse): Registration | undefined {
  if (!req.has("Authorization")) {
    res.send(401, { headers: { "WWW-Authenticate": challenge("fivenines", "n1") } });
    return undefined;
  }
  if (!proves(req.get("Authorization"), "REGISTER", PASSWORD)) {
    res.send(403);
    return undefined;
  }
  const wished = req.get("Contact");
  const contact = /<([^>]+)>/.exec(wished)?.[1] ?? "";
  const asked = /;expires=(\d+)/.exec(wished)?.[1] ?? (req.has("Expires") ? req.get("Expires") : "3600");
  const expires = Number(asked);
  res.send(200, expires === 0 ? {} : { headers: { Contact: `<${contact}>;expires=${expires}` } });
  return { user: userOf(req.get("To")), contact, expires, protocol: req.protocol };
}

async function join(board: Switchboard, req: SrfRequest, res: SrfResponse, contact: string): Promise<Joined> {
  const { uas: caller, uac: callee } = await board.srf.createB2BUA(req, res, contact, {
    proxyRequestHeaders: ["from"],
  });
  for (const [from, to] of [
    [caller, callee],
    [callee, caller],
  ] as const) {
    // The other side may be leaving at the same moment.
    from.on("destroy", () => void to.destroy().catch(() => undefined));
    from.on("refer", (req: SrfRequest, res: SrfResponse) => board.refers.put({ from, req, res }));
    from.on("modify", (req: SrfRequest, res: SrfResponse) => void passChange(board, to, { from, req, res }));
    from.on("info", (req: SrfRequest, res: SrfResponse) => void passInfo(board, to, { from, req, res }));
  }
  return { caller, callee };
}

async function passChange(board: Switchboard, to: SrfDialog, change: InCall): Promise<void> {
  change.res.send(200, { body: await to.modify(change.req.body ?? "") });
  board.passed.put(change);
}

async function passInfo(board: Switchboard, to: SrfDialog, info: InCall): Promise<void> {
  const headers = { "Content-Type": info.req.get("Content-Type") };
  const { status } = await to.request({ method: "INFO", headers, body: info.req.body });
  info.res.send(status);
  board.passed.put(info);
}

/** The user of a SIP URI or of a header that holds one. */
export function userOf(text: string): string {
  return /sips?:([^@;>]+)@/.exec(text)?.[1] ?? "";
}
