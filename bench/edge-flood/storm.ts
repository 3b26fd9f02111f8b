import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import process from "node:process";
import { requestText } from "../../test/contract/edge/support/sip-text.ts";

const TICK_MS = 10;

/** One source for each `nth`, all of them on loopback and none that the server trusts. */
function addressOf(nth: number): string {
  return `127.${1 + (nth >> 16)}.${(nth >> 8) & 255}.${nth & 255}`;
}

async function openAll(count: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (let nth = 1; nth <= count; nth++) {
    const socket = createSocket({
      type: "udp4",
      lookup: (address, _options, found) => found(null, address, 4),
    });
    socket.on("error", () => undefined);
    // Without a name to look up it may listen before `bind` returns.
    const listening = once(socket, "listening");
    socket.bind(0, addressOf(nth));
    await listening;
    sockets.push(socket);
  }
  return sockets;
}

/** Scanners ask for what might be there, and register as whom they do not know. */
function scan(nth: number): Buffer {
  const method = nth % 2 === 0 ? "INVITE" : "REGISTER";
  const headers = ["User-Agent: friendly-scanner", "Accept: application/sdp"];
  return Buffer.from(
    requestText(
      { transport: "UDP", port: 5060 },
      { method, headers, uri: `sip:${100 + (nth % 9_000)}@127.0.0.1` },
    ),
  );
}

/** Sends so many requests a second from so many sources, until the parent says enough; then how many it were. */
async function main(serverPort: number, sources: number, perSecond: number): Promise<void> {
  const sockets = await openAll(sources);
  process.send?.("ready");
  await once(process, "message");
  const began = performance.now();
  let sent = 0;
  const tick = setInterval(() => {
    const due = ((performance.now() - began) / 1000) * perSecond;
    for (; sent < due; sent++) sockets[sent % sources]?.send(scan(sent), serverPort, "127.0.0.1");
  }, TICK_MS);
  await once(process, "message");
  clearInterval(tick);
  process.send?.({ sent });
  for (const socket of sockets) socket.close();
  process.disconnect?.();
}

// Whoever began it may die.
process.once("disconnect", () => process.exit());
const [port, sources, perSecond] = process.argv.slice(2).map(Number);
await main(port ?? 0, sources ?? 0, perSecond ?? 0);
