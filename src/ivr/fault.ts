/** What can be wrong with a flow whose shape is right. */
export type FlowFaultCode =
  | "unknown-start"
  | "unknown-node"
  | "unreachable-node"
  | "spinning-loop"
  | "endless-loop"
  | "unknown-time-zone"
  | "empty-span"
  | "menu-without-choices";

/**
 * One thing wrong in a flow. `path` leads to it from the flow's root, such as `nodes.menu.choices.1`; `message` says
 * what is wrong and how to mend it.
 */
export interface FlowFault {
  readonly path: string;
  readonly code: FlowFaultCode;
  readonly message: { readonly zh: string; readonly en: string };
}

/** Writes a fault down. */
export function flowFault(path: string, code: FlowFaultCode, zh: string, en: string): FlowFault {
  return { path, code, message: { zh, en } };
}
