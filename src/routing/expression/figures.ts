/** The live figures a condition can name, as it names them. */
export type Figure = "waiting" | "ready" | "ewt" | "service-level";

export const figures: readonly Figure[] = ["waiting", "ready", "ewt", "service-level"];

/** How things stand when a step is considered. An absent figure is unknown. */
export interface LiveFigures {
  /** Calls waiting in the queue. */
  readonly waiting: number;
  /** Free eligible agents of the step. */
  readonly ready: number;
  /** Expected wait, in seconds. */
  readonly ewtSeconds?: number | undefined;
  /** 0 … 1. */
  readonly serviceLevel?: number | undefined;
}

/** How to read a figure. */
export function figureReader(figure: Figure): (figures: LiveFigures) => number | undefined {
  switch (figure) {
    case "waiting":
      return ({ waiting }) => waiting;
    case "ready":
      return ({ ready }) => ready;
    case "ewt":
      return ({ ewtSeconds }) => ewtSeconds;
    case "service-level":
      return ({ serviceLevel }) => serviceLevel;
  }
}
