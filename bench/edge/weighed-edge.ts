/** A SIP server that says what its memory holds: to be forked with `--expose-gc`. Answers each message with bytes. */
import process from "node:process";
import { startEdge } from "../../src/edge/index.ts";

const [controlSecret = ""] = process.argv.slice(2);
const edge = await startEdge({
  sipHost: "127.0.0.1",
  sipPort: 0,
  controlHost: "127.0.0.1",
  controlPort: 0,
  controlSecret,
  logLevel: "silent",
});

process.on("message", () => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  const { dialogs, bindings, serverTransactions } = edge.counts();
  process.send?.({ bytes: heapUsed + external, dialogs, bindings, serverTransactions });
});
process.send?.({ sipPort: edge.sipPort, controlPort: edge.controlPort });
