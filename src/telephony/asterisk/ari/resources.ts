import { type AriResponse, Bridges, type Channel, Channels, parseJson, wantedTypes } from "./messages.ts";

/** Asterisk understood and refused. */
export class AriRefused extends Error {
  override readonly name = "AriRefused";
}

/** How a request is made: over the connection, and for most callers with patience for a short loss of it. */
export type Request = (method: string, uri: string, body?: unknown) => Promise<AriResponse>;

/** A leg to be created towards an endpoint, not yet rung. */
export interface NewLeg {
  readonly leg: string;
  readonly endpoint: string;
  readonly arguments: string;
  /** Channel variables, and dialplan functions by their names with arguments. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * The few requests of ARI in use. `gone` is an answer, not an error: a leg may end at any moment.
 * All reject with AriUnavailable, and with AriRefused where Asterisk gives an answer that should not come.
 */
export interface Ari {
  answer(leg: string): Promise<"done" | "gone">;
  create(leg: NewLeg): Promise<"created" | "exists" | "refused">;
  dial(leg: string, timeoutSeconds: number): Promise<"done" | "refused">;
  hangUp(leg: string, cause: number): Promise<"done" | "gone">;
  channelState(leg: string): Promise<string | undefined>;
  channels(): Promise<readonly Channel[]>;
  play(leg: string, playback: string, media: readonly string[]): Promise<"done" | "gone">;
  stopPlayback(playback: string): Promise<"done" | "gone">;
  hasPlayback(playback: string): Promise<boolean>;
  startMusic(leg: string): Promise<"done" | "gone">;
  stopMusic(leg: string): Promise<"done" | "gone">;
  createBridge(bridge: string): Promise<void>;
  addToBridge(bridge: string, legs: readonly string[]): Promise<"done" | "gone">;
  deleteBridge(bridge: string): Promise<"done" | "gone">;
  bridges(): Promise<readonly { readonly id: string; readonly channels: readonly string[] }[]>;
  /** `starting`: Asterisk has not booted far enough to be asked anything. */
  setEventFilter(): Promise<"done" | "starting">;
}

const goneStatuses = new Set([400, 404, 409, 412, 422]);

export function ariOver(request: Request, application: string): Ari {
  async function tryFor(method: string, uri: string, body?: unknown): Promise<"done" | "gone"> {
    const { status_code: status } = await request(method, uri, body);
    if (status < 300) return "done";
    if (goneStatuses.has(status)) return "gone";
    throw new AriRefused(`${method} ${uri}: Asterisk answered ${status}`);
  }
  async function read(uri: string): Promise<unknown> {
    const { status_code: status, message_body: body = "null" } = await request("GET", uri);
    if (status !== 200) throw new AriRefused(`GET ${uri}: Asterisk answered ${status}`);
    return parseJson(body);
  }
  async function exists(uri: string): Promise<AriResponse | undefined> {
    const response = await request("GET", uri);
    return response.status_code === 200 ? response : undefined;
  }

  return {
    answer: (leg) => tryFor("POST", `channels/${escape(leg)}/answer`),
    create: async (leg) => {
      const { status_code: status } = await request("POST", "channels/create", {
        endpoint: leg.endpoint,
        app: application,
        appArgs: leg.arguments,
        channelId: leg.leg,
        variables: leg.variables,
      });
      if (status === 409) return "exists";
      return status < 300 ? "created" : "refused";
    },
    dial: async (leg, timeoutSeconds) => {
      const dialled = await tryFor(
        "POST",
        `channels/${escape(leg)}/dial?timeout=${Math.ceil(timeoutSeconds)}`,
      );
      return dialled === "done" ? "done" : "refused";
    },
    hangUp: (leg, cause) => tryFor("DELETE", `channels/${escape(leg)}?reason_code=${cause}`),
    channelState: async (leg) => {
      const response = await exists(`channels/${escape(leg)}`);
      return response && Channels.element.safeParse(parseJson(response.message_body ?? "")).data?.state;
    },
    channels: async () => Channels.parse(await read("channels")),
    play: (leg, playback, media) =>
      tryFor("POST", `channels/${escape(leg)}/play/${escape(playback)}`, {
        media: media.map((path) => `sound:${path}`),
      }),
    stopPlayback: (playback) => tryFor("DELETE", `playbacks/${escape(playback)}`),
    hasPlayback: async (playback) => (await exists(`playbacks/${escape(playback)}`)) !== undefined,
    startMusic: (leg) => tryFor("POST", `channels/${escape(leg)}/moh?mohClass=default`),
    stopMusic: (leg) => tryFor("DELETE", `channels/${escape(leg)}/moh`),
    createBridge: async (bridge) => {
      await tryFor("POST", `bridges/${escape(bridge)}?type=mixing`);
    },
    addToBridge: (bridge, legs) =>
      tryFor("POST", `bridges/${escape(bridge)}/addChannel`, {
        channel: legs,
        // Telling either side who the other is would cost a re-INVITE each, and the caller shall not learn it.
        inhibitConnectedLineUpdates: true,
      }),
    deleteBridge: (bridge) => tryFor("DELETE", `bridges/${escape(bridge)}`),
    bridges: async () => Bridges.parse(await read("bridges")),
    setEventFilter: async () => {
      const uri = `applications/${escape(application)}/eventFilter`;
      const { status_code: status } = await request("PUT", uri, {
        allowed: wantedTypes.map((type) => ({ type })),
      });
      if (status === 503) return "starting";
      if (status >= 300) throw new AriRefused(`PUT ${uri}: Asterisk answered ${status}`);
      return "done";
    },
  };
}

const escape = encodeURIComponent;
