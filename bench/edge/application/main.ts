/**
 * The application that the SIP server is measured with: `main.ts ROLE CONTROL_PORT SECRET [TARGET_URI]`. It answers
 * calls itself (uas), connects them to another party (b2b), has them proxied (proxy), or takes registrations with
 * digest authentication (register). It says `ready` when it takes requests.
 */
import process from "node:process";
import { challenge, isProven } from "./digest.ts";
import { connectLibrary, type Request, type Response, type Srf } from "./library.ts";

const sdp =
  "v=0\r\no=app 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 7000 RTP/AVP 0\r\n";

type Handler = (request: Request, response: Response) => void;

const roles: Readonly<
  Record<string, (srf: Srf, target: string) => readonly [method: string, handler: Handler]>
> = {
  uas: (srf) => [
    "invite",
    (request, response) => {
      srf.createUAS(request, response, { localSdp: sdp }).then(ignore, ignore);
    },
  ],
  b2b: (srf, target) => [
    "invite",
    (request, response) => {
      connect(srf, request, response, target).catch(ignore);
    },
  ],
  proxy: (srf, target) => [
    "invite",
    (request, response) => {
      srf.proxyRequest(request, target, { recordRoute: true }).catch(() => response.send(500));
    },
  ],
  register: () => [
    "register",
    (request, response) => {
      const given = request.has("Authorization") ? request.get("Authorization") : "";
      if (isProven(given, "REGISTER"))
        response.send(200, { headers: { Contact: request.get("Contact"), Expires: 3600 } });
      else response.send(401, { headers: { "WWW-Authenticate": challenge() } });
    },
  ],
};

/** Whoever hangs up ends the other leg too. */
async function connect(srf: Srf, request: Request, response: Response, target: string): Promise<void> {
  const { uas, uac } = await srf.createB2BUA(request, response, target, {});
  uas.on("destroy", () => void uac.destroy().catch(ignore));
  uac.on("destroy", () => void uas.destroy().catch(ignore));
}

function ignore(): void {
  // The load generator counts what failed.
}

const [role = "", controlPort = "", secret = "", target = ""] = process.argv.slice(2);
const make = roles[role];
if (make === undefined) throw new Error(`there is no role ${role}`);
const srf = await connectLibrary(Number(controlPort), secret);
const [method, handler] = make(srf, target);
srf.use(method, handler);
process.stdout.write("ready\n");
