import { expect } from "vitest";
import { CallId } from "../../../src/ids.ts";
import type { IncomingCall } from "../../support/phone/index.ts";
import type { Desk } from "../support/desk.ts";
import { reconfigured } from "../support/reconfigured.ts";
import { storyOf } from "../support/story.ts";
import type { CallSeen } from "../support/tenant-api.ts";
import { documentOf, tenantWith } from "../support/tenant-document.ts";

const dials = "98657";
const callers = 50;
/** Within so long of the change a telephone rings. */
const atOnceMs = 1_000;

/** What an observatory's document says, one change after the other. */
interface Edition {
  readonly name: string;
  /** The second agent's. */
  readonly level: number;
  readonly eligible: string;
  readonly rents: boolean;
}

const first: Edition = { name: "第一版", level: 2, eligible: "stars >= 6", rents: false };
const retrained: Edition = { ...first, name: "第二版", level: 7 };
const widened: Edition = { ...retrained, name: "第三版", eligible: "stars >= 4" };
const reinforced: Edition = { ...widened, name: "第四版", rents: true };

const agent = (key: string, nth: number, level: number) => ({
  key,
  name: key,
  sipUsername: `98657-80${nth}`,
  skills: { stars: level },
});

/** The observatory. The name of its first agent tells the edition. */
function documentAt({ name, level, eligible, rents }: Edition) {
  const observatory = tenantWith(
    {
      key: "observatory",
      name: "紫金山天文台",
      skills: ["stars"],
      agents: [
        { ...agent("zhang-heng", 1, 9), name },
        agent("shen-kuo", 2, level),
        agent("guo-shoujing", 3, 4),
      ],
      queues: [{ key: "sky", name: "观星", steps: [{ eligible }], ringForSeconds: 120, wrapUpSeconds: 0 }],
    },
    [{ number: dials, queue: "sky" }],
  );
  const school = tenantWith(
    {
      key: "school",
      name: "天文学校",
      skills: ["teaching"],
      agents: [{ key: "xu-guangqi", name: "徐光启", sipUsername: "98658-801", skills: { teaching: 5 } }],
      queues: [{ key: "lessons", name: "课程" }],
    },
    [{ number: "98658", queue: "lessons" }],
  );
  const rental = {
    key: "help",
    lender: "school",
    renter: "observatory",
    agents: ["xu-guangqi"],
    skills: { stars: 5 },
  };
  return documentOf([observatory, school], { rentals: rents ? [rental] : [] });
}

const story = storyOf(documentAt(first));

story(
  "fifty callers wait while skills, steps and rentals change: nobody is dropped or loses a place, and whoever becomes eligible is offered at once",
  async ({ centre }) => {
    const feed = centre.feed("observatory");
    const api = centre.api("observatory");
    await centre.pausingAgent("zhang-heng");
    const desks = {
      retrained: await centre.readyAgent("shen-kuo"),
      widened: await centre.readyAgent("guo-shoujing"),
      rented: await centre.readyAgent("xu-guangqi"),
    };
    const crowd = await centre.patientCrowd(dials, callers, 25);
    await feed.sawTimes(callers, "call-queued");
    const line = await api.waiting();
    expect(line.map(({ position }) => position)).toEqual(
      Array.from({ length: callers }, (_none, nth) => nth + 1),
    );
    expect(feed.all("offer-made")).toEqual([]);

    const rung: { readonly desk: Desk; readonly offered: IncomingCall }[] = [];
    for (const [edition, desk] of [
      [retrained, desks.retrained],
      [widened, desks.widened],
      [reinforced, desks.rented],
    ] as const) {
      await reconfigured(centre.premises, documentAt(edition));
      const takenUpAt = Date.now();
      const offered = await desk.rings();
      expect(desk.rungAt(offered)).toBeLessThan(takenUpAt + atOnceMs);
      rung.push({ desk, offered });
    }
    const places = line.map(({ id }) => id);
    expect(rung.map(({ offered }) => offered.header("X-Fivenines-Call"))).toEqual(
      places.slice(0, rung.length),
    );
    expect((await api.waiting()).map(placeOf)).toEqual(line.map(placeOf));

    for (const desk of Object.values(desks)) desk.servesAll();
    await Promise.all(rung.map(({ desk, offered }) => desk.serves(offered)));
    expect(await crowd.finished).toMatchObject({ ok: true, successful: callers, failed: 0 });
    await feed.sawTimes(callers, "call-ended", { outcome: "answered", by: "agent" });
    expect(feed.all("offer-made").map(({ call }) => call)).toEqual(places);
    for (const { id, queuedAt } of line) {
      const answered = await feed.saw("call-answered", { call: CallId(id) });
      expect(answered.waitedMs).toBe(answered.at - (queuedAt ?? 0));
    }
  },
);

/** What a change of configuration must not touch. */
function placeOf({ id, caller, queue, queuedAt, position }: CallSeen) {
  return { id, caller, queue: queue?.key, queuedAt, position };
}
