import { isTimeZone } from "../calendar/index.ts";
import { type FlowFault, flowFault } from "./fault.ts";
import type { OpeningHours } from "./flow.ts";

/** What is wrong with opening hours that stand at `path`. */
export function validateHours({ timeZone, weekly }: OpeningHours, path: string): readonly FlowFault[] {
  const faults = weekly.flatMap(({ from, to }, index) =>
    from < to ? [] : [emptySpan(`${path}.weekly.${index}`, from, to)],
  );
  return isTimeZone(timeZone) ? faults : [unknownTimeZone(`${path}.timeZone`, timeZone), ...faults];
}

function unknownTimeZone(path: string, timeZone: string): FlowFault {
  return flowFault(
    path,
    "unknown-time-zone",
    `不认识时区“${timeZone}”。请使用 IANA 时区名，例如 Asia/Shanghai。`,
    `The time zone "${timeZone}" is unknown. Use an IANA name such as Asia/Shanghai.`,
  );
}

function emptySpan(path: string, from: string, to: string): FlowFault {
  return flowFault(
    path,
    "empty-span",
    `时段 ${from}–${to} 的结束不晚于开始。请改正时间；跨过午夜的时段请分成两段，例如 22:00–24:00 和次日 00:00–06:00。`,
    `The span ${from}–${to} does not end after it begins. Mend the times; write a span past midnight as two, such as 22:00–24:00 and, on the next day, 00:00–06:00.`,
  );
}
