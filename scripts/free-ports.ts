import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { LOOPBACK, type Ports, type PortUse, portUses } from "./ports.ts";

/** An open listener that keeps others from a port. */
interface Held {
  readonly port: number;
  readonly release: () => Promise<void>;
}

/** Why a port cannot be had, in the system's word: "EADDRINUSE", "EADDRNOTAVAIL", "EACCES", … */
type Refusal = { readonly refused: string };

/** A fault for each port that is taken, naming the port, its purpose and the variable that moves it. */
export async function takenPorts(host: string, ports: Ports): Promise<string[]> {
  const faults: string[] = [];
  for (const use of portUses) {
    const address = use.isPublic ? host : LOOPBACK;
    for (const protocol of use.protocols) {
      const held = await hold(protocol, address, ports[use.name]);
      if ("refused" in held) faults.push(explain(use, protocol, address, ports[use.name], held.refused));
      else await held.release();
    }
  }
  return faults;
}

function explain(use: PortUse, protocol: string, address: string, port: number, refused: string): string {
  if (refused === "EADDRNOTAVAIL")
    return `${address} is not an address of this machine: set FIVENINES_HOST to one that is`;
  const why = refused === "EADDRINUSE" ? "is taken by another program" : `cannot be listened on (${refused})`;
  return `${protocol.toUpperCase()} port ${port} on ${address}, for ${use.purpose}, ${why}: free it, or set ${use.variable}`;
}

const RTP_PORTS = 1000;
const RTP_FIRST = 10_000;
const RTP_RANGES = 20;
const ATTEMPTS = 50;

/**
 * Ports that are free on `host` at this moment, for tests and demonstrations beside a running platform. Media gets a
 * range of a thousand below the ones the kernel hands out, so that no other program comes to sit in it by chance.
 */
export async function findFreePorts(host: string): Promise<Ports> {
  const held: Held[] = [];
  try {
    const found = new Map<PortUse["name"], number>();
    for (const use of portUses) {
      const { port, holds } = await holdAny(use.protocols, use.isPublic ? host : LOOPBACK);
      held.push(...holds);
      found.set(use.name, port);
    }
    const rtpLow = await findMediaRange(host);
    const portOf = (name: PortUse["name"]): number => found.get(name) ?? 0;
    return {
      sip: portOf("sip"),
      api: portOf("api"),
      asteriskSip: portOf("asteriskSip"),
      control: portOf("control"),
      ari: portOf("ari"),
      postgres: portOf("postgres"),
      redis: portOf("redis"),
      rtpLow,
      rtpHigh: rtpLow + RTP_PORTS - 1,
    };
  } finally {
    await Promise.all(held.map(({ release }) => release()));
  }
}

/** A port that is free by all the protocols at once. */
async function holdAny(
  protocols: PortUse["protocols"],
  host: string,
): Promise<{ port: number; holds: Held[] }> {
  const [first = "tcp", ...others] = protocols;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const lead = await hold(first, host, 0);
    if ("refused" in lead) throw new Error(`no port can be listened on at ${host} (${lead.refused})`);
    const rest = await Promise.all(others.map((protocol) => hold(protocol, host, lead.port)));
    const holds = [lead, ...rest.filter(isHeld)];
    if (holds.length === protocols.length) return { port: lead.port, holds };
    await Promise.all(holds.map(({ release }) => release()));
  }
  throw new Error(`no port at ${host} is free by ${protocols.join(" and ")}`);
}

/** The low end of a media range none of whose sampled ports is taken; starts anywhere, so that two seekers differ. */
async function findMediaRange(host: string): Promise<number> {
  const start = Math.floor(Math.random() * RTP_RANGES);
  for (let step = 0; step < RTP_RANGES; step++) {
    const low = RTP_FIRST + ((start + step) % RTP_RANGES) * RTP_PORTS;
    const samples = Array.from({ length: 20 }, (_, place) => low + place * 2);
    const holds = await Promise.all(samples.map((port) => hold("udp", host, port)));
    const free = holds.filter(isHeld);
    await Promise.all(free.map(({ release }) => release()));
    if (free.length === samples.length) return low;
  }
  throw new Error(`no range of ${RTP_PORTS} UDP ports is free at ${host}`);
}

function hold(protocol: "tcp" | "udp", host: string, port: number): Promise<Held | Refusal> {
  return protocol === "tcp" ? holdTcp(host, port) : holdUdp(host, port);
}

function holdTcp(host: string, port: number): Promise<Held | Refusal> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve({ refused: codeOf(error) }));
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      const release = (): Promise<void> => new Promise((released) => server.close(() => released()));
      resolve({ port: typeof address === "object" && address !== null ? address.port : port, release });
    });
  });
}

function holdUdp(host: string, port: number): Promise<Held | Refusal> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.once("error", (error) => {
      socket.close();
      resolve({ refused: codeOf(error) });
    });
    socket.bind({ address: host, port, exclusive: true }, () => {
      const release = (): Promise<void> => new Promise((released) => socket.close(() => released()));
      resolve({ port: socket.address().port, release });
    });
  });
}

function isHeld(answer: Held | Refusal): answer is Held {
  return "release" in answer;
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}
