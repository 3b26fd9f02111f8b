import { expect, it } from "vitest";
import { validatePlatform } from "../../src/tenancy/index.ts";
import { benchDocument, largeTeam, smallTeam } from "./document.ts";

it("The platform takes the document without a fault", () => {
  expect(validatePlatform(benchDocument([smallTeam, largeTeam]))).toEqual([]);
});

it("A caller is queued at once, and agents have no wrap-up", () => {
  for (const { flows, queues } of benchDocument([smallTeam, largeTeam]).tenants) {
    expect(flows[0]?.graph.nodes[flows[0].graph.start]?.do).toBe("queue");
    expect(queues.map(({ wrapUpSeconds }) => wrapUpSeconds)).toEqual([0]);
  }
});
