import type { Browser } from "playwright-core";
import { makeCertificate } from "../../contract/edge/support/certificate.ts";
import { startWorld, type World } from "../../contract/edge/support/world.ts";
import { openSwitchboard, PASSWORD, type Switchboard } from "../support/switchboard.ts";
import { startBrowser } from "./browser.ts";
import { type PageServer, startPageServer } from "./page-server.ts";
import { BrowserPhone } from "./phone.ts";
import { type Relay, startRelay } from "./relay.ts";

/** A browser and the page it visits, for all tests of a file. */
export interface BrowserRoom {
  readonly browser: Browser;
  readonly pages: PageServer;
  close(): Promise<void>;
}

/** Starts both. */
export async function openBrowserRoom(): Promise<BrowserRoom> {
  const pages = await startPageServer();
  const browser = await startBrowser().catch(async (error: unknown) => {
    await pages.close();
    throw error;
  });
  return {
    browser,
    pages,
    close: async () => {
      await browser.close();
      await pages.close();
    },
  };
}

/** Our SIP server with WSS, a switchboard on it, and telephones in pages; all end with the test. */
export interface Meeting {
  readonly world: World;
  readonly board: Switchboard;
  /** The network between browsers and server. */
  readonly network: Relay;
  /** Opens a telephone that begins to register. */
  readonly starting: (user: string, password?: string) => Promise<BrowserPhone>;
  /** Opens a telephone that has registered. */
  readonly phone: (user: string) => Promise<BrowserPhone>;
}

/** Starts server and switchboard. */
export async function openMeeting({ browser, pages }: BrowserRoom): Promise<Meeting> {
  const { certFile, keyFile } = await makeCertificate();
  const world = await startWorld(undefined, { wssPort: 0, tls: { certFile, keyFile, verify: true } });
  const board = await openSwitchboard(world);
  const network = await startRelay(world.edge.ports.wss ?? 0);
  const starting = async (user: string, password: string = PASSWORD): Promise<BrowserPhone> => {
    const phone = await BrowserPhone.open(browser, pages.url);
    await phone.start({ url: `wss://127.0.0.1:${network.port}`, user, password });
    return phone;
  };
  return {
    world,
    board,
    network,
    starting,
    phone: async (user) => {
      const phone = await starting(user);
      await phone.happens("registered");
      return phone;
    },
  };
}
