import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { type OfferCommand, type OfferEvent, type OfferLife, stepOffer } from "./offer-life.ts";

/** Where a row of events leads, and all that was commanded on the way. */
function live(events: readonly OfferEvent[]): { life: OfferLife; commands: OfferCommand[] } {
  const commands: OfferCommand[] = [];
  let life: OfferLife = "creating";
  for (const event of events) {
    const [next, more] = stepOffer(life, event);
    life = next;
    commands.push(...more);
  }
  return { life, commands };
}

const entered: OfferEvent = { type: "entered" };
const up: OfferEvent = { type: "up" };
const withdrawn: OfferEvent = { type: "withdrawn" };
const gone: OfferEvent = { type: "gone", outcome: "busy" };
const seen = (leg: Extract<OfferEvent, { type: "seen" }>["leg"]): OfferEvent => ({ type: "seen", leg });

describe("the life of an offer", () => {
  it("rings once the leg has entered, and is answered when it is up", () => {
    expect(live([entered, up])).toEqual({
      life: "answered",
      commands: [{ do: "dial" }, { do: "resolve", outcome: "answered" }],
    });
  });

  it("ends with the outcome of its leg", () => {
    expect(live([entered, gone]).commands).toEqual([{ do: "dial" }, { do: "resolve", outcome: "busy" }]);
  });

  it("withdrawn while it rings ends the leg", () => {
    expect(live([entered, withdrawn, gone])).toEqual({
      life: "over",
      commands: [{ do: "dial" }, { do: "resolve", outcome: "withdrawn" }, { do: "hang-up" }],
    });
  });

  it("withdrawn before its leg enters never rings, and the leg that enters all the same is ended", () => {
    expect(live([withdrawn, entered]).commands).toEqual([
      { do: "resolve", outcome: "withdrawn" },
      { do: "hang-up" },
      { do: "hang-up" },
    ]);
  });

  it("withdrawn as the answer comes stays withdrawn, and the answered leg is ended", () => {
    expect(live([entered, withdrawn, up]).commands.slice(1)).toEqual([
      { do: "resolve", outcome: "withdrawn" },
      { do: "hang-up" },
      { do: "hang-up" },
    ]);
  });

  it("withdrawn after the answer ends the leg, whose end is reported", () => {
    expect(live([entered, up, withdrawn, gone]).commands.slice(2)).toEqual([
      { do: "hang-up" },
      { do: "report-ended" },
    ]);
  });

  it("whose leg cannot be made is unreachable", () => {
    expect(live([{ type: "refused" }]).commands).toContainEqual({ do: "resolve", outcome: "unreachable" });
  });

  it.each([
    ["asks for the leg again that was never made", [seen("absent")], [{ do: "create" }]],
    ["rings the leg that was made", [seen("down")], [{ do: "dial" }]],
    ["is answered by the leg that is up", [seen("up")], [{ do: "resolve", outcome: "answered" }]],
  ] as const)("%s, when events were lost while it was being made", (_, events, commands) => {
    expect(live(events).commands).toEqual(commands);
  });

  it.each([
    ["is unreachable when its leg is gone", seen("absent"), [{ do: "resolve", outcome: "unreachable" }]],
    ["goes on ringing when its leg rings", seen("ringing"), []],
    ["is answered when its leg is up", seen("up"), [{ do: "resolve", outcome: "answered" }]],
  ] as const)("%s, when events were lost while it rang", (_, event, commands) => {
    expect(live([entered, event]).commands.slice(1)).toEqual(commands);
  });

  it("is resolved once at most, and surely by a withdrawal, whatever comes in whatever order", () => {
    const anyEvent = constantFrom<OfferEvent>(
      entered,
      up,
      withdrawn,
      gone,
      { type: "refused" },
      seen("absent"),
      seen("down"),
      seen("ringing"),
      seen("up"),
    );
    assert(
      property(array(anyEvent, { maxLength: 12 }), (events) => {
        const resolved = live(events).commands.filter((command) => command.do === "resolve");
        expect(resolved.length).toBeLessThanOrEqual(1);
        if (events.includes(withdrawn)) expect(resolved).toHaveLength(1);
      }),
    );
  });

  it("reports the end of a leg only when its offer was answered", () => {
    const anyEvent = constantFrom<OfferEvent>(entered, up, withdrawn, gone, seen("absent"), seen("up"));
    assert(
      property(array(anyEvent, { maxLength: 12 }), (events) => {
        const { commands } = live(events);
        const reported = commands.filter((command) => command.do === "report-ended").length;
        const answered = commands.some(
          (command) => command.do === "resolve" && command.outcome === "answered",
        );
        expect(reported).toBeLessThanOrEqual(answered ? 1 : 0);
      }),
    );
  });
});
