import { inject, test } from "vitest";
import type { PlatformDocument } from "../../../src/tenancy/index.ts";
import { Centre } from "./centre.ts";
import { reconfigured } from "./reconfigured.ts";

/** A test at the platform that all stories share; what it leaves behind is cleared away. */
export const story = test.extend("centre", async ({ task: _task }, { onCleanup }) => {
  const centre = await Centre.open(inject("premises"));
  onCleanup(() => centre.close());
  return centre;
});

/** Such tests with tenants of their own, who come to the running platform before the first of them. */
export function storyOf(document: PlatformDocument) {
  return test
    .extend("premises", { scope: "file" }, async () => reconfigured(inject("premises"), document))
    .extend("centre", async ({ premises }, { onCleanup }) => {
      const centre = await Centre.open(premises);
      onCleanup(() => centre.close());
      return centre;
    });
}
