import { type Browser, chromium } from "playwright-core";
import { ensurePeer, explainMissing } from "../../../scripts/setup/index.ts";

/** Starts a headless Chromium that hears a tone in place of a microphone and takes self-signed certificates. */
export async function startBrowser(): Promise<Browser> {
  const setUp = await ensurePeer("chromium");
  if (!setUp.ok) throw new Error(explainMissing(setUp.missing));
  return chromium.launch({
    executablePath: setUp.peer.command,
    // Neither root nor a container has the namespaces its sandbox is made of; it only visits our page.
    chromiumSandbox: false,
    args: [
      "--no-zygote",
      "--disable-gpu",
      "--ignore-certificate-errors",
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      "--allow-loopback-in-peer-connection",
      "--disable-features=WebRtcHideLocalIpsWithMdns",
    ],
  });
}
