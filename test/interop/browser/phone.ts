import type { Browser } from "playwright-core";
import { onTestFinished } from "vitest";
import { Inbox } from "../../contract/edge/support/inbox.ts";
import type { Happening, Media, Settings } from "./page/settings.ts";

/** A telephone in a page of its own: JsSIP in Chromium. */
export class BrowserPhone {
  readonly happenings = new Inbox<Happening>();
  readonly #evaluate: (expression: string) => Promise<unknown>;
  readonly #media: () => Promise<Media>;

  private constructor(evaluate: (expression: string) => Promise<unknown>, media: () => Promise<Media>) {
    this.#evaluate = evaluate;
    this.#media = media;
  }

  /** Opens the page; it is closed when the test ends. */
  static async open(browser: Browser, url: string): Promise<BrowserPhone> {
    // Only who may hear the microphone is told the addresses of every interface, loopback among them.
    const context = await browser.newContext({ permissions: ["microphone"] });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const phone = new BrowserPhone(
      (expression) => page.evaluate<unknown>(expression),
      () => page.evaluate<Media>("phone.media()"),
    );
    await page.exposeFunction("tell", (happening: Happening) => phone.happenings.put(happening));
    await page.goto(url);
    await page.waitForFunction("globalThis.phone !== undefined");
    return phone;
  }

  /** Connects and registers; what comes of it is told. */
  start(settings: Settings): Promise<unknown> {
    return this.#evaluate(`phone.start(${JSON.stringify(settings)})`);
  }

  /** Has it do something; resolves when it has begun. */
  command(
    name: "signOff" | "call" | "answer" | "hangUp" | "hold" | "resume" | "dial",
    parameter = "",
  ): Promise<unknown> {
    return this.#evaluate(`phone.${name}(${JSON.stringify(parameter)})`);
  }

  /** The next thing of that type that it tells. */
  happens(type: Happening["type"]): Promise<Happening> {
    return this.happenings.take((it) => it.type === type, `"${type}" of a browser`);
  }

  /** How the media of its call are now. */
  media(): Promise<Media> {
    return this.#media();
  }
}
