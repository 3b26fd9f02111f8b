/**
 * An application as a process of its own: it joins callers to an agent phone back-to-back, or takes over what an
 * earlier one of its kind had joined. What it does it says on its output, a JSON line each.
 */
import process from "node:process";
import { type AdoptedDialog, adoptEstate, keepNote } from "../../../../src/telephony/drachtio/adoption.ts";
import { connectSrf, type SrfRequest, type SrfResponse } from "./srf.ts";

/** What a dialog that was made and one that was adopted have in common. */
interface Leg {
  readonly id: string;
  on(event: string, listener: (request: SrfRequest, response: SrfResponse) => void): unknown;
  destroy(): Promise<unknown>;
  modify(sdp: string): Promise<unknown>;
}

const { CONTROL_PORT, SECRET, AGENT, LIFE } = process.env;
const say = (fields: object): void => void process.stdout.write(`${JSON.stringify(fields)}\n`);
const srf = await connectSrf(Number(CONTROL_PORT), SECRET ?? "", { tags: ["app:joining"] });

/** What one side does, the other hears of; an INFO asks for hold. */
function join(one: Leg, other: Leg): void {
  one.on("destroy", () => void other.destroy().catch(() => undefined));
  one.on("info", (_request, response) => {
    response.send(200);
    one.modify("hold").then(
      () => say({ held: one.id }),
      (error: unknown) => say({ error: String(error) }),
    );
  });
  one.on("modify", (request, response) => {
    other.modify(request.body ?? "").then(
      (body) => response.send(200, { body }),
      () => response.send(488),
    );
  });
}

async function connect(request: SrfRequest, response: SrfResponse): Promise<void> {
  const headers = { "X-Call": request.get("Call-ID") };
  const options = { localSdpB: request.body, headers };
  const { uas, uac } = await srf.createB2BUA(request, response, AGENT ?? "", options);
  join(uas, uac);
  join(uac, uas);
  await keepNote(srf, uas.id, uac.id);
  await keepNote(srf, uac.id, uas.id);
  say({ joined: uas.id });
}

async function takeOver(): Promise<void> {
  const legs = new Map<string, { dialog: AdoptedDialog; note: string }>();
  const adoption = await adoptEstate(srf, {
    dialogAdopted: (dialog, { id, note }) => void legs.set(id, { dialog, note }),
  });
  for (const { dialog, note } of legs.values()) {
    const other = legs.get(note);
    if (other) join(dialog, other.dialog);
  }
  say(adoption);
}

if (LIFE === "first") {
  srf.use("invite", (request, response) => {
    connect(request, response).catch((error: unknown) => say({ error: String(error) }));
  });
  say({ ready: true });
} else await takeOver();
