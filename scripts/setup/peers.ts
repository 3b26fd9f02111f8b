import type { PartSpec, PeerName } from "./parts.ts";

/** The modules of baresip that tests load. */
export const BARESIP_MODULES = ["account", "menu", "ctrl_tcp", "g711", "ausine", "aubridge"] as const;

/** Telephones of others, each fetched only by the test that plays against it. */
export const peerSpecs: Readonly<Record<PeerName, PartSpec>> = {
  baresip: {
    name: "baresip",
    title: "baresip",
    versionArguments: ["-h"],
    suits: ([first = 0, second = 0]) => first === 1 && second >= 1,
    suitable: "1.1 or a later 1",
    packages: ["baresip-core"],
    program: "usr/bin/baresip",
    loaded: BARESIP_MODULES.map((name) => `usr/lib/baresip/modules/${name}.so`),
    unneeded: ["usr/share/baresip"],
    byHand: "baresip-core",
  },
  chromium: {
    name: "chromium",
    title: "Chromium",
    versionArguments: ["--version"],
    suits: ([first = 0]) => first >= 120,
    suitable: "120 or later",
    // Without a screen: two thirds of the whole browser.
    packages: ["chromium-headless-shell", "chromium-common"],
    program: "usr/lib/chromium/chromium-headless-shell",
    restartOption: "--browser-subprocess-path",
    unneeded: [
      "usr/share/X11",
      "usr/lib/chromium/chrome_crashpad_handler",
      "usr/lib/chromium/libVkLayer_khronos_validation.so",
    ],
    byHand: "chromium",
  },
};
