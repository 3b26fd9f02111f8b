import { z } from "zod";

/** A port that is listened on: what for, by which protocols, and the variable that moves it. */
export interface PortUse {
  readonly name: "sip" | "api" | "asteriskSip" | "control" | "ari" | "postgres" | "redis";
  readonly purpose: string;
  readonly variable: string;
  readonly protocols: readonly ("tcp" | "udp")[];
  /** Phones and browsers reach it, so it stands on the public address; the others stand on loopback. */
  readonly isPublic: boolean;
}

/** The ports of one platform on this machine; media has the range from rtpLow to rtpHigh, both ends included. */
export type Ports = Readonly<Record<PortUse["name"] | "rtpLow" | "rtpHigh", number>>;

/** Where everything that is not public listens. */
export const LOOPBACK = "127.0.0.1";

const TCP = ["tcp"] as const;
const UDP = ["udp"] as const;
const BOTH = ["udp", "tcp"] as const;

/** Every port but those of media. */
export const portUses: readonly PortUse[] = [
  use("sip", "SIP, for phones and trunks", "FIVENINES_SIP_PORT", BOTH, "public"),
  use("api", "the HTTP and WebSocket API", "FIVENINES_API_PORT", TCP, "public"),
  use("asteriskSip", "Asterisk's SIP, for the SIP server", "FIVENINES_ASTERISK_SIP_PORT", UDP, "public"),
  use("control", "control of the SIP server", "FIVENINES_CONTROL_PORT", TCP, "loopback"),
  use("ari", "Asterisk's control connection (ARI)", "FIVENINES_ARI_PORT", TCP, "loopback"),
  use("postgres", "PostgreSQL", "FIVENINES_POSTGRES_PORT", TCP, "loopback"),
  use("redis", "Redis", "FIVENINES_REDIS_PORT", TCP, "loopback"),
];

function use(
  name: PortUse["name"],
  purpose: string,
  variable: string,
  protocols: PortUse["protocols"],
  on: "public" | "loopback",
): PortUse {
  return { name, purpose, variable, protocols, isPublic: on === "public" };
}

const Port = z.coerce.number().int().min(1).max(65_535);

// Phones are told this address, so "all addresses" will not do.
const Host = z
  .ipv4("give the IPv4 address at which phones reach this machine")
  .refine((address) => address !== "0.0.0.0", "give one address of this machine, not 0.0.0.0");

const Environment = z.object({
  FIVENINES_HOST: Host.default(LOOPBACK),
  FIVENINES_SIP_PORT: Port.default(5060),
  FIVENINES_API_PORT: Port.default(8080),
  FIVENINES_ASTERISK_SIP_PORT: Port.default(5080),
  FIVENINES_CONTROL_PORT: Port.default(9022),
  FIVENINES_ARI_PORT: Port.default(9802),
  FIVENINES_POSTGRES_PORT: Port.default(5442),
  FIVENINES_REDIS_PORT: Port.default(6390),
  FIVENINES_RTP_PORT_LOW: Port.default(20_000),
  FIVENINES_RTP_PORT_HIGH: Port.default(24_999),
});

/** What the environment says of addresses and ports, or every fault in it. */
export type AddressesResult =
  | { readonly ok: true; readonly host: string; readonly ports: Ports }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Reads FIVENINES_HOST and the port variables. The only reader of them. */
export function readAddresses(environment: Readonly<Record<string, string | undefined>>): AddressesResult {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    return {
      ok: false,
      faults: parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`),
    };
  }
  const { data } = parsed;
  const ports: Ports = {
    sip: data.FIVENINES_SIP_PORT,
    api: data.FIVENINES_API_PORT,
    asteriskSip: data.FIVENINES_ASTERISK_SIP_PORT,
    control: data.FIVENINES_CONTROL_PORT,
    ari: data.FIVENINES_ARI_PORT,
    postgres: data.FIVENINES_POSTGRES_PORT,
    redis: data.FIVENINES_REDIS_PORT,
    rtpLow: data.FIVENINES_RTP_PORT_LOW,
    rtpHigh: data.FIVENINES_RTP_PORT_HIGH,
  };
  const faults = portFaults(ports);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, host: data.FIVENINES_HOST, ports };
}

/** What is wrong with these numbers together: two uses of one, or one amid media. */
function portFaults(ports: Ports): string[] {
  const faults: string[] = [];
  if (ports.rtpHigh - ports.rtpLow < 99) {
    faults.push("FIVENINES_RTP_PORT_HIGH must be at least 99 above FIVENINES_RTP_PORT_LOW");
  }
  const seen = new Map<number, string>();
  for (const { name, variable } of portUses) {
    const number = ports[name];
    const other = seen.get(number);
    if (other !== undefined) faults.push(`${variable} and ${other} are both ${number}`);
    if (number >= ports.rtpLow && number <= ports.rtpHigh) {
      faults.push(`${variable} (${number}) lies in the range of media, ${ports.rtpLow} to ${ports.rtpHigh}`);
    }
    seen.set(number, variable);
  }
  return faults;
}
