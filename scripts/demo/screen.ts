import { renderBoard, renderLine } from "./board.ts";
import type { CentreView } from "./centre-view.ts";
import type { Tally } from "./tally.ts";

const liveEveryMs = 250;
const plainEveryMs = 5_000;

/** Shows the board: on a terminal redrawn in place, elsewhere a line every five seconds. */
export function createScreen(
  operator: string,
  centres: readonly CentreView[],
  tally: Tally,
  total: number,
): { stop(): void } {
  const { stderr } = process;
  const live = stderr.isTTY;
  const began = Date.now();
  let drawn = 0;
  const draw = (): void => {
    const now = Date.now();
    const moment = { elapsed: (now - began) / 1_000, total, now };
    if (!live) {
      stderr.write(`${renderLine(centres, moment)}\n`);
      return;
    }
    const lines = renderBoard(operator, centres, tally, moment);
    stderr.write(`${drawn > 0 ? `\x1b[${drawn}A` : ""}\x1b[J${lines.join("\n")}\n`);
    drawn = lines.length;
  };
  draw();
  const timer = setInterval(draw, live ? liveEveryMs : plainEveryMs);
  return {
    stop: () => {
      clearInterval(timer);
      draw();
    },
  };
}
