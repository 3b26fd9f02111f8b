import { registerHooks } from "node:module";
import process from "node:process";
import { moved } from "./testbed.ts";

/**
 * Preloaded into the process of a library's test: addresses of its network that stand in its scripts become
 * those of the loopback network in LOOPBACK_NETWORK. The library itself is left as it is.
 */
const network = process.env["LOOPBACK_NETWORK"] ?? "127.0.";

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.includes("/drachtio-srf/test/") || loaded.source == null) return loaded;
    const source =
      typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
    return { ...loaded, source: moved(source, network) };
  },
});
