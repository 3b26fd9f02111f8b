import { expect, it } from "vitest";
import { Turns } from "./turns.ts";

it("work on one key waits for the work before it, work on another does not, and a failure stops nothing", async () => {
  const turns = new Turns();
  const first = Promise.withResolvers<void>();
  const done: string[] = [];
  const one = turns.take("a", async () => {
    await first.promise;
    done.push("one");
    throw new Error("broken");
  });
  const two = turns.take("a", async () => void done.push("two"));
  await turns.take("b", async () => void done.push("other"));
  first.resolve();
  await expect(one).rejects.toThrow("broken");
  await two;
  expect(done).toEqual(["other", "one", "two"]);
});
