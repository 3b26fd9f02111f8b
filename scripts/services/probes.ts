import { createSocket } from "node:dgram";
import { connect } from "node:net";

const WITHIN_MS = 1000;

/** Sends `request` over TCP and resolves with the first answer; rejects when none comes within a second. */
export function askTcp(host: string, port: number, request: string | Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port }, () => socket.write(request));
    socket.setTimeout(WITHIN_MS, () => socket.destroy(new Error("no answer")));
    socket.once("data", (answer: Buffer) => {
      resolve(answer);
      socket.destroy();
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("closed without an answer")));
  });
}

/** Sends one UDP datagram and resolves with the first answer; rejects when none comes within `withinMs`. */
export function askUdp(
  host: string,
  port: number,
  request: (from: string) => string,
  withinMs = 200,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
    const timer = setTimeout(() => end(() => reject(new Error("no answer"))), withinMs);
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      socket.close();
      settle();
    };
    socket.once("error", (error) => end(() => reject(error)));
    socket.once("message", (answer) => end(() => resolve(answer.toString("utf8"))));
    socket.connect(port, host, () => {
      const { address, port: own } = socket.address();
      socket.send(request(`${address}:${own}`));
    });
  });
}

/** Whether a SIP server answers OPTIONS (RFC 3261 §11); any answer but 503 shows that it is up. */
export async function answersSip(host: string, port: number): Promise<boolean> {
  const mark = Math.random().toString(36).slice(2);
  const answer = await askUdp(host, port, (from) =>
    [
      `OPTIONS sip:ready@${host}:${port} SIP/2.0`,
      `Via: SIP/2.0/UDP ${from};branch=z9hG4bK${mark};rport`,
      "Max-Forwards: 70",
      `From: <sip:probe@${from}>;tag=${mark}`,
      `To: <sip:ready@${host}:${port}>`,
      `Call-ID: ${mark}@probe`,
      "CSeq: 1 OPTIONS",
      `Contact: <sip:probe@${from}>`,
      "Content-Length: 0",
      "",
      "",
    ].join("\r\n"),
  );
  return /^SIP\/2\.0 (?!503)\d/.test(answer);
}
