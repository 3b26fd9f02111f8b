import { describe, expect, it, vi } from "vitest";
import { TelephonesFirst } from "./telephones-first.ts";
import { manualClock } from "./test-fakes.ts";

const never = new Promise<void>(() => undefined);

function room() {
  const clock = manualClock();
  const done: string[] = [];
  return {
    clock,
    done,
    telephones: new TelephonesFirst(clock),
    act: (name: string) => () => void done.push(name),
  };
}

describe("what follows from a turn beside its offers", () => {
  it("is done at once when nobody's telephone has to ring", () => {
    const { telephones, done, act } = room();
    void telephones.afterRinging([], act("music"));
    expect(done).toEqual(["music"]);
  });

  it("waits until all the telephones ring", async () => {
    const { telephones, done, act } = room();
    const ringing = Promise.withResolvers<void>();
    const following = telephones.afterRinging([ringing.promise, Promise.resolve()], act("answer"));
    await Promise.resolve();
    expect(done).toEqual([]);
    ringing.resolve();
    await following;
    expect(done).toEqual(["answer"]);
  });

  it("waits for 20 ms at most: a telephone that is silent holds nobody up", async () => {
    const { telephones, clock, done, act } = room();
    const following = telephones.afterRinging([never], act("answer"));
    clock.moveTo(clock.now() + 20);
    await following;
    expect(done).toEqual(["answer"]);
  });

  it("keeps its order: later effects stay behind earlier ones that wait", async () => {
    const { telephones, clock, done, act } = room();
    void telephones.afterRinging([never], act("start music"));
    void telephones.afterRinging([], act("bridge"));
    void telephones.afterRinging([Promise.resolve()], act("hang up"));
    await Promise.resolve();
    expect(done).toEqual([]);
    clock.moveTo(clock.now() + 20);
    await vi.waitFor(() => expect(done).toEqual(["start music", "bridge", "hang up"]));
  });
});
