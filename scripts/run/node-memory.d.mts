export const nodeMemory: readonly string[];
