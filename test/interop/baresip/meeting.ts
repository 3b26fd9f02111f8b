import { makeCertificate } from "../../contract/edge/support/certificate.ts";
import { startWorld, type World } from "../../contract/edge/support/world.ts";
import { openSwitchboard, PASSWORD, type Switchboard } from "../support/switchboard.ts";
import { type Baresip, startBaresip } from "./baresip.ts";

/** The ways a baresip reaches the server. */
export const TRANSPORTS = ["udp", "tcp", "tls"] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** Our SIP server with TLS, a switchboard on it, and baresips; all end with the test. */
export interface Meeting {
  readonly world: World;
  readonly board: Switchboard;
  /** Starts a baresip and has it register. */
  readonly phone: (user: string, transport: Transport) => Promise<Baresip>;
  /** Starts one whose account has these parameters, as `dtmfmode=info`, without waiting for its registration. */
  readonly unregistered: (
    user: string,
    transport: Transport,
    parameters?: readonly string[],
  ) => Promise<Baresip>;
}

/** Starts server and switchboard. */
export async function openMeeting(): Promise<Meeting> {
  const { certFile, keyFile } = await makeCertificate();
  const world = await startWorld(undefined, { tlsPort: 0, tls: { certFile, keyFile, verify: true } });
  const board = await openSwitchboard(world);
  const unregistered = async (
    user: string,
    transport: Transport,
    parameters: readonly string[] = [],
  ): Promise<Baresip> => {
    const phone = await startBaresip(certFile);
    const port = transport === "tls" ? world.edge.ports.tls : world.edge.sipPort;
    const account = [`<sip:${user}@127.0.0.1:${port};transport=${transport}>`, "call_transfer=yes"];
    const password = parameters.some((it) => it.startsWith("auth_pass=")) ? [] : [`auth_pass=${PASSWORD}`];
    await phone.command("uanew", [...account, ...password, "regint=300", ...parameters].join(";"));
    return phone;
  };
  return {
    world,
    board,
    unregistered,
    phone: async (user, transport) => {
      const phone = await unregistered(user, transport);
      await phone.happens("REGISTER_OK");
      return phone;
    },
  };
}
