import { validateHours } from "../ivr/index.ts";
import { type SearchStep, skillsNamed } from "../routing/index.ts";
import { atCharacter, type DocumentFault, documentError, documentWarning } from "./fault.ts";
import { keysOf, listed, type Mention } from "./mention.ts";
import type { QueueDocument, StepDocument, StrategyDocument } from "./queue-document.ts";
import { readStep } from "./search-steps.ts";
import { couldServe, type Server } from "./servers.ts";
import { unknownAmong, unknownGroup, unknownQueue, unknownServer, unknownSkill } from "./unknown.ts";

/** What a tenant's queues may name, and who serves it. */
export interface QueueSurroundings {
  readonly skills: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly queues: ReadonlySet<string>;
  readonly servers: readonly Server[];
}

/** What is wrong with a queue that stands at `path`. */
export function queueFaults(
  queue: QueueDocument,
  path: string,
  around: QueueSurroundings,
): readonly DocumentFault[] {
  const steps = queue.steps.map((step, index) => readStep(step, `${path}.steps.${index}`));
  const read = steps.flatMap((step): readonly SearchStep[] => (step.ok ? [step.step] : []));
  return [
    ...steps.flatMap((step, index) => [
      ...(step.ok ? skillFaults(step.step, `${path}.steps.${index}.eligible`, around) : step.faults),
      ...groupFaults(queue.steps[index]?.groups ?? [], `${path}.steps.${index}.groups`, around),
    ]),
    ...timeFaults(queue.steps, `${path}.steps`),
    ...strategyFaults(queue.strategy, `${path}.strategy`, around),
    ...overflowFaults(queue, path, around),
    ...(queue.hours === undefined ? [] : hoursFaults(queue.hours, `${path}.hours`)),
    ...(read.length === steps.length ? servingFaults(queue, read, path, around) : []),
  ];
}

/** What is wrong with opening hours that stand at `path`. */
export function hoursFaults(
  hours: NonNullable<QueueDocument["hours"]>,
  path: string,
): readonly DocumentFault[] {
  return validateHours(hours, path).map((fault) => ({ ...fault, severity: "error" }));
}

function skillFaults(
  { eligible }: SearchStep,
  path: string,
  { skills }: QueueSurroundings,
): readonly DocumentFault[] {
  return skillsNamed(eligible)
    .filter(({ skill }) => !skills.has(skill))
    .map(({ skill, position }) => atCharacter(position, unknownSkill({ path, value: skill })));
}

function groupFaults(
  named: readonly string[],
  path: string,
  { groups }: QueueSurroundings,
): readonly DocumentFault[] {
  return unknownAmong(listed(named, path), groups, unknownGroup);
}

/** Every step has its time but the last, which lasts. */
function timeFaults(steps: readonly StepDocument[], path: string): readonly DocumentFault[] {
  return steps.flatMap(({ forSeconds }, index) => {
    const isLast = index === steps.length - 1;
    if (isLast === (forSeconds === undefined)) return [];
    return isLast ? [lastStepWithTime(`${path}.${index}.forSeconds`)] : [stepWithoutTime(`${path}.${index}`)];
  });
}

function stepWithoutTime(path: string): DocumentFault {
  return documentError(
    path,
    "step-without-time",
    "这一步后面还有步骤，却没有写持续多久，后面的步骤永远轮不到。请添加 forSeconds。",
    "Other steps follow this one, but it does not say how long it lasts, so none of them would ever come. Give it forSeconds.",
  );
}

function lastStepWithTime(path: string): DocumentFault {
  return documentError(
    path,
    "last-step-with-time",
    "最后一步会一直持续下去，后面没有别的步骤。请去掉 forSeconds，或在后面再加一步。要限制等待时间，请用 maximumWaitSeconds。",
    "The last step lasts until the call leaves: nothing follows it. Remove forSeconds, or add a step. To limit the wait, use maximumWaitSeconds.",
  );
}

function strategyFaults(
  strategy: StrategyDocument,
  path: string,
  { skills, groups, servers }: QueueSurroundings,
): readonly DocumentFault[] {
  switch (strategy.by) {
    case "longest-idle-by-level":
      return unknownAmong([{ path: `${path}.skill`, value: strategy.skill }], skills, unknownSkill);
    case "ordered-list": {
      const known = new Set(servers.map(({ name }) => name));
      return unknownAmong(listed(strategy.agents, `${path}.agents`), known, unknownServer);
    }
    case "idleness-balance":
      return unknownAmong(keysOf(strategy.shares, `${path}.shares`), groups, unknownGroup);
    default:
      return [];
  }
}

function overflowFaults(
  { key, overflow }: QueueDocument,
  path: string,
  { queues }: QueueSurroundings,
): readonly DocumentFault[] {
  return Object.entries(overflow).flatMap(([cause, target]) => {
    if (target.to !== "queue") return [];
    const mention = { path: `${path}.overflow.${cause}.queue`, value: target.queue };
    return target.queue === key ? [overflowToItself(mention)] : unknownAmong([mention], queues, unknownQueue);
  });
}

function overflowToItself({ path, value }: Mention): DocumentFault {
  return documentError(
    path,
    "overflow-to-itself",
    `队列“${value}”不能溢出到自己。请写另一个队列，或改成 {"to": "flow"} 或 {"to": "hang-up"}。`,
    `The queue "${value}" cannot overflow to itself. Name another, or write {"to": "flow"} or {"to": "hang-up"}.`,
  );
}

function servingFaults(
  queue: QueueDocument,
  steps: readonly SearchStep[],
  path: string,
  { servers }: QueueSurroundings,
): readonly DocumentFault[] {
  if (servers.some((server) => steps.some((step) => couldServe(server, queue, step)))) return [];
  return [
    documentWarning(
      path,
      "unservable-queue",
      `没有一位坐席（自有、租用或共享）符合队列“${queue.key}”任何一步的条件，来电会一直等下去。请给坐席添加技能，或放宽条件。`,
      `No agent, own, rented or shared, meets any step of the queue "${queue.key}": its calls would wait for ever. Give an agent the skills, or ask for less.`,
    ),
  ];
}
