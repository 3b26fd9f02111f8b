import type { TestProject } from "vitest/node";
import { startPlatform } from "../../../scripts/services/platform.ts";
import { ensureParts, explainMissing } from "../../../scripts/setup/index.ts";
import { testDocument } from "./document.ts";
import { load, type Premises, premisesOf } from "./premises.ts";
import { takenUp } from "./taken-up.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The platform that all stories share. */
    premises: Premises;
  }
}

/** Starts the platform that all stories share, before the first of them; returns how to stop it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const setUp = await ensureParts();
  if (!setUp.ok) throw new Error(explainMissing(setUp.missing));
  const platform = await startPlatform({
    instance: "test-e2e",
    ports: "free",
    parts: setUp.parts,
    empty: true,
    drainSeconds: 2,
  });
  try {
    const document = testDocument();
    const place = { folder: platform.folder, databaseUrl: platform.services.postgres.url };
    const credentials = await load(place, document);
    const premises = premisesOf(platform, setUp.parts.sipp.command, document, credentials);
    await takenUp(premises, document);
    project.provide("premises", premises);
    return () => platform.stop();
  } catch (error) {
    await platform.kill();
    throw error;
  }
}
