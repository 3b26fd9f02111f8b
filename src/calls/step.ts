import { type LegId, PlaybackId } from "../ids.ts";
import type { Call, CallOutcome, CallRecord, EndedBy } from "./call.ts";
import type { CallCommand } from "./command.ts";
import type { Arrival, CallEvent } from "./event.ts";

type Cause = "normal" | "failure" | "shutdown";
type Step = readonly [next: Call, commands: readonly CallCommand[]];

/** A call whose caller leg is on its way to the softswitch. */
export function beginCall({ at, id, number, caller, flow }: Arrival): Call {
  return { id, number, caller, flow, arrivedAt: at, at: "arriving", playbacks: 0 };
}

/** The playing that was started last; an end of any earlier one means nothing any more. */
export function latestPlayback(call: Call): PlaybackId {
  return PlaybackId(`${call.id}.p${call.playbacks}`);
}

/** Moves one call by one event. Events that come late, twice or after the end change nothing. */
export function stepCall(call: Call, event: CallEvent): Step {
  if (call.at === "ended") return [call, []];
  switch (event.type) {
    case "leg-arrived":
      return arrive(call, event.leg);
    case "walked":
      return [{ ...call, walk: event.walk }, []];
    case "flow-spoke":
      return speak(call, event.utterances);
    case "flow-fell-silent":
      return [call, [{ do: "stop-playing", playback: latestPlayback(call) }]];
    case "queued":
      return queue(call, event);
    case "overflowed":
      return [overflow(call, event), []];
    case "queue-gave-up":
      return giveUp(call);
    case "offered":
      return [countOffer(call), []];
    case "answered":
      return answer(call, event);
    case "flow-completed":
      return end(call, event.at, "flow", "normal");
    case "caller-left":
      return end(call, event.at, "caller", "normal");
    case "agent-left":
      return event.leg === call.conversation?.agentLeg ? end(call, event.at, "agent", "normal") : [call, []];
    case "failed":
      return end(call, event.at, "platform", event.why);
  }
}

function arrive(call: Call, leg: LegId): Step {
  if (call.at !== "arriving") return [call, []];
  return [{ ...call, at: "in-flow", callerLeg: leg }, [{ do: "answer", leg }]];
}

function speak(call: Call, utterances: Extract<CallCommand, { do: "play" }>["utterances"]): Step {
  if (call.callerLeg === undefined) return [call, []];
  const next = { ...call, playbacks: call.playbacks + 1 };
  return [next, [{ do: "play", leg: call.callerLeg, playback: latestPlayback(next), utterances }]];
}

function queue(call: Call, { at, queue }: Extract<CallEvent, { type: "queued" }>): Step {
  if (call.callerLeg === undefined) return [call, []];
  // A call that comes back to a queue keeps the age of its first.
  const passage = { queue, queuedAt: call.passage?.queuedAt ?? at, offers: call.passage?.offers ?? 0 };
  return [{ ...call, at: "queued", passage }, [{ do: "start-music", leg: call.callerLeg }]];
}

/** The music goes on: the caller need not know. */
function overflow(call: Call, { queue, queuedAt }: Extract<CallEvent, { type: "overflowed" }>): Call {
  if (call.at !== "queued" || call.passage === undefined) return call;
  return { ...call, passage: { ...call.passage, queue, queuedAt: queuedAt ?? call.passage.queuedAt } };
}

function giveUp(call: Call): Step {
  if (call.at !== "queued" || call.callerLeg === undefined) return [call, []];
  return [{ ...call, at: "in-flow" }, [{ do: "stop-music", leg: call.callerLeg }]];
}

function countOffer(call: Call): Call {
  if (call.passage === undefined) return call;
  return { ...call, passage: { ...call.passage, offers: call.passage.offers + 1 } };
}

function answer(call: Call, event: Extract<CallEvent, { type: "answered" }>): Step {
  if (call.at !== "queued" || call.callerLeg === undefined) return [call, []];
  const conversation = { agent: event.agent, agentLeg: event.agentLeg, answeredAt: event.at };
  return [
    { ...call, at: "talking", conversation },
    [{ do: "bridge", call: call.id, caller: call.callerLeg, agent: event.agentLeg }],
  ];
}

/** Ends every leg that still stands and writes the one row of history. */
function end(call: Call, at: number, by: EndedBy, cause: Cause): Step {
  const outcome = outcomeOf(call, by, cause);
  const ended: Call = { ...call, at: "ended", ended: { at, by, outcome } };
  const record: CallCommand = { do: "record", record: recordOf(call, at, by, outcome) };
  return [ended, [...standingLegs(call, by).map((leg) => ({ do: "hang-up", leg, cause }) as const), record]];
}

function standingLegs(call: Call, endedBy: EndedBy): readonly LegId[] {
  const caller = endedBy === "caller" ? undefined : call.callerLeg;
  const agent = endedBy === "agent" ? undefined : call.conversation?.agentLeg;
  return [caller, agent].filter((leg) => leg !== undefined);
}

function outcomeOf(call: Call, by: EndedBy, cause: Cause): CallOutcome {
  // Legs that would not join: an agent answered, and nobody talked.
  if (cause === "failure") return "lost";
  if (call.conversation !== undefined) return "answered";
  if (by === "platform") return "lost";
  if (by === "flow") return "completed-in-flow";
  return call.at === "queued" ? "abandoned" : "left-in-flow";
}

function recordOf(call: Call, endedAt: number, endedBy: EndedBy, outcome: CallOutcome): CallRecord {
  const { id, number, caller, flow, arrivedAt, passage, conversation } = call;
  return {
    call: id,
    number,
    caller,
    flow,
    arrivedAt,
    endedAt,
    endedBy,
    outcome,
    offers: passage?.offers ?? 0,
    ...(passage && { queue: passage.queue, queuedAt: passage.queuedAt }),
    ...(conversation && { agent: conversation.agent, answeredAt: conversation.answeredAt }),
  };
}
