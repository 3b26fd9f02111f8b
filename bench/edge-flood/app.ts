import process from "node:process";
import { SDP } from "../../test/contract/edge/support/sip-text.ts";
import { connectSrf } from "../../test/contract/edge/support/srf.ts";

/** The one number that is answered. */
const NUMBER = "98668";

/** The application behind the SIP server, a process of its own: it answers one number, and challenges who registers. */
async function main(controlPort: number, secret: string): Promise<void> {
  const srf = await connectSrf(controlPort, secret);
  srf.use("invite", (request, response) => {
    if (request.uri.includes(NUMBER)) response.send(200, { body: SDP });
    else response.send(404);
  });
  srf.use("register", (_request, response) =>
    response.send(401, { headers: { "WWW-Authenticate": 'Digest realm="bench", nonce="0123456789abcdef"' } }),
  );
  for (const method of ["bye", "options"]) srf.use(method, (_request, response) => response.send(200));
  process.send?.("ready");
}

// Whoever began it may die.
process.once("disconnect", () => process.exit());
const [port = "", secret = ""] = process.argv.slice(2);
await main(Number(port), secret);
