import { z } from "zod";

const Channel = z.object({
  id: z.string(),
  name: z.string(),
  /** `Down`, `Ring`, `Ringing`, `Up` and others. */
  state: z.string(),
  /** Where it is: in our hands while the dialplan runs `Stasis` with the application and our arguments as data. */
  dialplan: z.object({ app_name: z.string(), app_data: z.string() }),
});
export type Channel = z.infer<typeof Channel>;
export const Channels = z.array(Channel);

const Bridge = z.object({ id: z.string(), channels: z.array(z.string()) });
export const Bridges = z.array(Bridge);

/** The events we act upon. Asterisk is told to send no others. */
const AriEvent = z.discriminatedUnion("type", [
  /** Everything queued while we were away has been delivered. */
  z.object({ type: z.literal("ApplicationRegistered") }),
  z.object({ type: z.literal("StasisStart"), args: z.array(z.string()), channel: Channel }),
  z.object({ type: z.literal("StasisEnd"), channel: Channel }),
  z.object({
    type: z.literal("ChannelDestroyed"),
    channel: Channel,
    /** Q.850. */
    cause: z.int(),
    /** The SIP status, when it was one that ended the leg. */
    tech_cause: z.int().optional(),
  }),
  z.object({ type: z.literal("ChannelStateChange"), channel: Channel }),
  z.object({ type: z.literal("ChannelDtmfReceived"), channel: Channel, digit: z.string() }),
  z.object({
    type: z.literal("PlaybackFinished"),
    playback: z.object({ id: z.string(), state: z.string() }),
  }),
]);
export type AriEvent = z.infer<typeof AriEvent>;

const AriResponse = z.object({
  type: z.literal("RESTResponse"),
  request_id: z.string(),
  status_code: z.int(),
  /** JSON. */
  message_body: z.string().optional(),
});
export type AriResponse = z.infer<typeof AriResponse>;

/**
 * Event types for the application's filter. Answers to our own requests pass through the same filter: without
 * `RESTResponse` in it, no request is ever answered again.
 */
export const wantedTypes: readonly string[] = [
  ...AriEvent.options.map(({ shape }) => shape.type.value),
  "RESTResponse",
];

/** One message of Asterisk; undefined for what we do not know, which later versions may well send. */
export function parseMessage(text: string): AriEvent | AriResponse | undefined {
  const message = parseJson(text);
  const response = AriResponse.safeParse(message);
  return response.success ? response.data : AriEvent.safeParse(message).data;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
