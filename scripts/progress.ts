/**
 * What a person sees while something takes long: what, how far, for how many seconds.
 * On a terminal one line is rewritten; elsewhere a line is printed when the step changes and every ten seconds.
 * It goes to standard error, so that standard output stays free for results.
 */
export interface Progress {
  /** Begins or updates the current step; `far` says how far, as "3 of 12 packages". */
  show(step: string, far?: string): void;
  /** Ends the current step with a word or two, as "done". */
  end(outcome: string): void;
}

/** The part of a stream that progress needs. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const PLAIN_EVERY_MS = 10_000;
const LIVE_EVERY_MS = 500;

/** Progress on `stream`. A step left without `end` is ended by the next one. */
export function createProgress(stream: ProgressStream = process.stderr): Progress {
  const live = stream.isTTY === true;
  let step: string | undefined;
  let far = "";
  let began = 0;
  let printed = "";
  let timer: NodeJS.Timeout | undefined;

  const line = (): string => progressLine(step ?? "", far, (Date.now() - began) / 1000);
  const write = (text: string): void => {
    const cut = live ? text.slice(0, Math.max((stream.columns || 80) - 1, 20)) : text;
    stream.write(live ? `\r\x1b[K${cut}` : `${cut}\n`);
  };
  const end = (outcome: string): void => {
    if (step === undefined) return;
    clearInterval(timer);
    write(`${line()}, ${outcome}`);
    if (live) stream.write("\n");
    step = undefined;
  };
  const begin = (name: string): void => {
    end("done");
    step = name;
    began = Date.now();
    printed = "";
    timer = setInterval(() => step !== undefined && write(line()), live ? LIVE_EVERY_MS : PLAIN_EVERY_MS);
    timer.unref();
  };
  return {
    show(name, howFar = "") {
      if (step !== name) begin(name);
      far = howFar;
      if (live || printed !== name) write(line());
      printed = name;
    },
    end,
  };
}

/** Progress that says nothing, for tests and for results read by a program. */
export const silentProgress: Progress = { show: () => {}, end: () => {} };

/** One line: "Asterisk 22: 3 of 12 packages, 4 s". */
export function progressLine(step: string, far: string, seconds: number): string {
  return `${step}${far === "" ? "" : `: ${far}`}, ${Math.floor(seconds)} s`;
}
