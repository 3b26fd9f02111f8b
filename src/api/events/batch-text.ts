import type { FeedBatch } from "../../dispatch/index.ts";
import type { ServerMessage } from "./messages.ts";

const texts = new WeakMap<FeedBatch, string>();

/** A batch as it goes over the wire, written once however many screens watch the tenant. */
export function batchText(batch: FeedBatch): string {
  const known = texts.get(batch);
  if (known !== undefined) return known;
  const message: ServerMessage = { type: "events", position: batch.position, events: batch.events };
  const text = JSON.stringify(message);
  texts.set(batch, text);
  return text;
}
