import { describe, expect, it } from "vitest";
import { PlatformDocument } from "./document.ts";
import { carrier, faults, faultsOf, graph, tenant, withQueue } from "./test-document.ts";
import { validatePlatform } from "./validate.ts";

/** The faults with the trunk at other addresses. */
const withAddresses = (...addresses: readonly string[]) => faults({ trunks: [{ ...carrier, addresses }] });

/** One agent, under a SIP user name. */
const liAs = (sipUsername: string) => [{ key: "li", name: "李", sipUsername, skills: { sales: 5 } }];

describe("a platform document", () => {
  it("without faults is found so", () => {
    expect(faults({})).toEqual([]);
  });

  it("names an operator who is one of the tenants", () => {
    expect(faults({ operator: "moon" })).toEqual(["operator unknown-operator"]);
  });

  it("has no two tenants and no two trunks of one key", () => {
    const twins = [tenant("sun", "99999"), { ...tenant("star", "98668"), key: "sun" }];
    expect(faults({ tenants: twins })).toEqual(["tenants.1.key duplicate-key"]);
    const twin = { ...carrier, sipUsername: undefined, addresses: ["198.51.100.1"] };
    expect(faults({ trunks: [carrier, twin] })).toEqual(["trunks.1.key duplicate-key"]);
  });

  it("gives a number to one tenant only, with or without +", () => {
    expect(faultsOf({ numbers: [{ number: "99999", flow: "main" }] })).toEqual([
      "tenants.1.numbers.0.number number-taken",
    ]);
    expect(faultsOf({ numbers: [{ number: "+99999", flow: "main" }] })).toEqual([
      "tenants.1.numbers.0.number number-taken",
    ]);
    const twice = [
      { number: "98668", flow: "main" },
      { number: "98668", flow: "main" },
    ];
    expect(faultsOf({ numbers: twice })).toEqual(["tenants.1.numbers.1.number number-taken"]);
  });

  it("gives a SIP user name once, to an agent or a trunk", () => {
    expect(faultsOf({ agents: liAs("sun.li") })).toEqual([
      "tenants.1.agents.0.sipUsername sip-username-taken",
    ]);
    expect(faultsOf({ agents: liAs("carrier") })).toEqual([
      "tenants.1.agents.0.sipUsername sip-username-taken",
    ]);
  });
});

describe("a tenant's document", () => {
  it("has no two agents, queues, flows or skills of one key", () => {
    const { agents, queues, flows, skills } = tenant("star", "98668");
    const again = agents.map((agent) => ({ ...agent, sipUsername: "star.li2" }));
    expect(
      faultsOf({
        agents: [...agents, ...again],
        queues: [...queues, ...queues],
        flows: [...flows, ...flows],
        skills: [...skills, "sales"],
      }),
    ).toEqual([
      "tenants.1.skills.2 duplicate-key",
      "tenants.1.agents.1.key duplicate-key",
      "tenants.1.queues.1.key duplicate-key",
      "tenants.1.flows.1.key duplicate-key",
    ]);
  });

  it("leads its numbers to flows of its own", () => {
    expect(faultsOf({ numbers: [{ number: "98668", flow: "mian" }] })).toEqual([
      "tenants.1.numbers.0.flow unknown-flow",
    ]);
  });

  it("leads its flows to queues of its own", () => {
    const flows = [
      { key: "main", name: "Main", graph: { ...graph, nodes: { wait: { do: "queue", queue: "sails" } } } },
    ];
    expect(faultsOf({ flows })).toEqual(["tenants.1.flows.0.graph.nodes.wait.queue unknown-queue"]);
  });

  it("lists groups once each, and its agents are in none but these", () => {
    const agents = [
      { key: "li", name: "李", sipUsername: "star.li", skills: { sales: 5 }, groups: ["day", "night"] },
    ];
    expect(faultsOf({ groups: ["day", "day"], agents })).toEqual([
      "tenants.1.groups.1 duplicate-key",
      "tenants.1.agents.0.groups.1 unknown-group",
    ]);
  });

  it.each(["anyone", "and", "or", "not"])(
    "has no skill called %s: expressions could not name it",
    (skill) => {
      expect(faultsOf({ skills: ["sales", skill] })).toEqual(["tenants.1.skills.1 reserved-skill"]);
    },
  );

  it("uses no skill that it does not list", () => {
    const agents = [{ key: "li", name: "李", sipUsername: "star.li", skills: { sales: 5, selling: 1 } }];
    const steps = [{ eligible: "sales && constructor >= 2" }];
    const queues = [{ key: "sales", name: "Sales", steps }];
    expect(faultsOf({ agents, queues })).toEqual([
      "tenants.1.agents.0.skills.selling unknown-skill",
      "tenants.1.queues.0.steps.0.eligible@10 unknown-skill",
      "tenants.1.queues.0 unservable-queue?",
    ]);
  });

  it("is warned of a queue no agent could serve, for want of a skill, a level or anybody", () => {
    const requiring = (eligible: string) => withQueue({ steps: [{ eligible }] });
    const warning = ["tenants.1.queues.0 unservable-queue?"];
    expect(requiring("english")).toEqual(warning);
    expect(requiring("sales >= 6")).toEqual(warning);
    expect(requiring("sales == 5 && !english")).toEqual([]);
    expect(requiring("anyone")).toEqual([]);
    expect(faultsOf({ agents: [] })).toEqual(warning);
  });

  it("is told its flows' own faults, at their place", () => {
    const nodes = { wait: { do: "queue", queue: "sales" }, bye: { do: "goodbye", say: { zh: "再见。" } } };
    expect(faultsOf({ flows: [{ key: "main", name: "Main", graph: { start: "wait", nodes } }] })).toEqual([
      "tenants.1.flows.0.graph.nodes.bye unreachable-node",
    ]);
  });
});

describe("a trunk's document", () => {
  it("gives addresses that can be read", () => {
    expect(withAddresses("192.0.2.1", "...", "1.2.3.4/33", "[::1]:5060", "1.2.3.4:99999")).toEqual([
      "trunks.0.addresses.1 unreadable-address",
      "trunks.0.addresses.2 unreadable-address",
      "trunks.0.addresses.4 unreadable-address",
    ]);
  });

  it("gives no address that another trunk has, however written", () => {
    const other = {
      key: "other",
      name: "Other",
      addresses: ["192.0.2.255/24", "192.0.2.1", "192.0.2.1:5060"],
    };
    expect(faults({ trunks: [carrier, other] })).toEqual(["trunks.1.addresses.0 address-taken"]);
  });

  it("is warned of a trunk that lets anybody in, and of one that lets nobody in", () => {
    expect(withAddresses("0.0.0.0/0")).toEqual(["trunks.0.addresses.0 trunk-open-to-all?"]);
    expect(faults({ trunks: [carrier, { key: "mute", name: "Mute" }] })).toEqual([
      "trunks.1 trunk-without-identity?",
    ]);
  });
});

describe("a fault's message", () => {
  it("says what is wrong and how to mend it, in Mandarin and in English", () => {
    const document = PlatformDocument.parse({
      operator: "moon",
      trunks: [],
      tenants: [tenant("sun", "99999")],
    });
    const [fault] = validatePlatform(document);
    expect(fault?.message.zh).toContain("“moon”不在租户之列");
    expect(fault?.message.en).toContain('"moon" is not among the tenants');
  });

  it("about an expression names the character", () => {
    const queues = [{ key: "sales", name: "Sales", steps: [{ eligible: "sales && selling" }] }];
    const star = tenant("star", "98668", { queues });
    const [fault] = validatePlatform(
      PlatformDocument.parse({ operator: "star", trunks: [], tenants: [star] }),
    );
    expect(fault?.message.zh).toMatch(/^第 10 个字符：技能“selling”不存在/);
    expect(fault?.message.en).toMatch(/^At character 10: There is no skill "selling"/);
  });
});
