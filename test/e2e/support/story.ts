import { inject, test } from "vitest";
import { Centre } from "./centre.ts";

/** A test at the platform that all stories share; what it leaves behind is cleared away. */
export const story = test.extend("centre", async ({ task: _task }, { onCleanup }) => {
  const centre = await Centre.open(inject("premises"));
  onCleanup(() => centre.close());
  return centre;
});
