import type { z } from "zod";
import type { FlowNode } from "../../../src/ivr/index.ts";
import { PlatformDocument } from "../../../src/tenancy/index.ts";
import { prompts, say } from "./prompts.ts";

/** A tenant as people write it: without what has a default. */
type Tenant = z.input<typeof PlatformDocument>["tenants"][number];

/** Numbers the stories dial. */
export const numbers = {
  /** Greeting, menu, and 1 for orders. */
  press: "98668",
  /** Rings for orders at once. */
  pressOrders: "986681",
  /** The same agents at once, who ring for three seconds only. */
  pressHotline: "986682",
  /** A menu that asks twice and waits for a second. */
  pressHurried: "986683",
  /** The same menu, but it waits for half a minute. */
  pressPatient: "986685",
  /** Orders, but callers wait for a second at most. */
  pressBrief: "986684",
  chess: "98667",
  teaHouse: "98666",
  /** One call at a time. */
  kiosk: "98665",
} as const;

const farewell = (utterance: (typeof prompts)[keyof typeof prompts]): FlowNode => ({
  do: "goodbye",
  say: say(utterance),
});

const queueOf = (queue: string): FlowNode => ({
  do: "queue",
  queue,
  priority: 0,
  onNoAgents: "no-agents",
});

const noAgents = { "no-agents": farewell(prompts.noAgents) };

const straightTo = (key: string, queue: string): Tenant["flows"][number] => ({
  key,
  name: key,
  graph: { start: "queue", nodes: { queue: queueOf(queue), ...noAgents } },
});

const pressMain: Tenant["flows"][number] = {
  key: "main",
  name: "总机",
  graph: {
    start: "greeting",
    nodes: {
      greeting: { do: "play", say: say(prompts.pressGreeting), next: "menu" },
      menu: {
        do: "menu",
        say: say(prompts.pressMenu),
        choices: { "1": "orders" },
        waitSeconds: 30,
        attempts: 1,
        otherwise: "no-choice",
      },
      orders: queueOf("orders"),
      "no-choice": farewell(prompts.noChoice),
      ...noAgents,
    },
  },
};

const menuThatWaits = (key: string, waitSeconds: number): Tenant["flows"][number] => ({
  key,
  name: key,
  graph: {
    start: "menu",
    nodes: {
      menu: {
        do: "menu",
        say: say(prompts.shortMenu),
        choices: { "1": "orders" },
        waitSeconds,
        attempts: 2,
        onTimeout: say(prompts.notHeard),
        onWrongDigit: say(prompts.wrongDigit),
        otherwise: "no-choice",
      },
      orders: queueOf("orders"),
      "no-choice": farewell(prompts.noChoice),
      ...noAgents,
    },
  },
});

const pressBrief: Tenant["flows"][number] = {
  key: "brief",
  name: "brief",
  graph: {
    start: "queue",
    nodes: {
      queue: {
        do: "queue",
        queue: "orders",
        priority: 0,
        maximumWaitSeconds: 1,
        onMaximumWait: "too-long",
      },
      "too-long": farewell(prompts.tooLong),
    },
  },
};

const press: Tenant = {
  key: "press",
  name: "北京星空出版社",
  quotas: { concurrentCalls: 50 },
  skills: ["orders", "editorial"],
  numbers: [
    { number: numbers.press, flow: "main" },
    { number: numbers.pressOrders, flow: "orders" },
    { number: numbers.pressHotline, flow: "hotline" },
    { number: numbers.pressHurried, flow: "hurried" },
    { number: numbers.pressPatient, flow: "patient" },
    { number: numbers.pressBrief, flow: "brief" },
  ],
  agents: [
    { key: "wang-yaqin", name: "王雅琴", sipUsername: "98668-801", skills: { orders: 8 } },
    { key: "chen-xiaoyu", name: "陈晓雨", sipUsername: "98668-803", skills: { orders: 5 } },
    { key: "fan-wei", name: "范伟", sipUsername: "98668-804", skills: { orders: 6 } },
    { key: "li-jianguo", name: "李建国", sipUsername: "98668-802", skills: { editorial: 9, orders: 3 } },
  ],
  queues: [
    {
      key: "orders",
      name: "图书订购",
      steps: [{ eligible: "orders >= 4" }],
      ringForSeconds: 30,
      wrapUpSeconds: 1,
    },
    {
      key: "hotline",
      name: "热线",
      steps: [{ eligible: "orders >= 4" }],
      ringForSeconds: 3,
      wrapUpSeconds: 1,
    },
  ],
  flows: [
    pressMain,
    straightTo("orders", "orders"),
    straightTo("hotline", "hotline"),
    menuThatWaits("hurried", 1),
    menuThatWaits("patient", 30),
    pressBrief,
  ],
};

const chess: Tenant = {
  key: "chess",
  name: "四川棋院",
  quotas: { concurrentCalls: 50 },
  skills: ["courses"],
  numbers: [{ number: numbers.chess, flow: "main" }],
  agents: [
    { key: "luo-qiming", name: "罗启明", sipUsername: "98667-801", skills: { courses: 9 } },
    { key: "he-siyuan", name: "何思远", sipUsername: "98667-802", skills: { courses: 6 } },
  ],
  queues: [
    {
      key: "courses",
      name: "棋艺课程",
      steps: [{ eligible: "courses >= 5" }],
      ringForSeconds: 30,
      wrapUpSeconds: 1,
    },
  ],
  flows: [
    {
      key: "main",
      name: "总机",
      graph: {
        start: "greeting",
        nodes: {
          greeting: { do: "play", say: say(prompts.chessGreeting), next: "courses" },
          courses: queueOf("courses"),
          ...noAgents,
        },
      },
    },
  ],
};

/** The tenant whose flow is published anew while it runs; its only agent's name tells which version is in force. */
function teaHouse(edition: "old" | "new"): Tenant {
  const menu: FlowNode = {
    do: "menu",
    say: say(prompts.oldMenu),
    choices: { "1": "tea" },
    waitSeconds: 60,
    attempts: 3,
    otherwise: "no-agents",
  };
  const oldFlow = { start: "menu", nodes: { menu, tea: queueOf("tea"), ...noAgents } };
  const newFlow = { start: "news", nodes: { news: farewell(prompts.newGreeting) } };
  return {
    key: "tea-house",
    name: "茶馆",
    quotas: { concurrentCalls: 50 },
    skills: ["tea"],
    numbers: [{ number: numbers.teaHouse, flow: "main" }],
    agents: [
      {
        key: "lu-yu",
        name: edition === "old" ? "陆羽" : "陆鸿渐",
        sipUsername: "98666-801",
        skills: { tea: 10 },
      },
    ],
    queues: [
      { key: "tea", name: "茶", steps: [{ eligible: "tea >= 1" }], ringForSeconds: 30, wrapUpSeconds: 1 },
    ],
    flows: [{ key: "main", name: "总机", graph: edition === "old" ? oldFlow : newFlow }],
  };
}

const kiosk: Tenant = {
  key: "kiosk",
  name: "报亭",
  quotas: { concurrentCalls: 1 },
  skills: ["papers"],
  numbers: [{ number: numbers.kiosk, flow: "main" }],
  agents: [{ key: "old-zhao", name: "老赵", sipUsername: "98665-801", skills: { papers: 5 } }],
  queues: [
    {
      key: "papers",
      name: "报纸",
      steps: [{ eligible: "papers >= 1" }],
      ringForSeconds: 30,
      wrapUpSeconds: 1,
    },
  ],
  flows: [straightTo("main", "papers")],
};

/** The tenants of these tests. Callers come from 127.0.0.1, or from anywhere with the password of `carrier`. */
export function testDocument(teaHouseEdition: "old" | "new" = "old"): PlatformDocument {
  return PlatformDocument.parse({
    operator: "kiosk",
    trunks: [
      { key: "loopback", name: "本机", addresses: ["127.0.0.1"] },
      { key: "carrier", name: "运营商", addresses: [], sipUsername: "carrier" },
    ],
    tenants: [press, chess, teaHouse(teaHouseEdition), kiosk],
  });
}
