const everyMs = 20;
/** After a stall this many packets are made up for; more would be a burst no phone sends. */
const mostMadeUp = 5;

const members = new Set<() => void>();
let timer: NodeJS.Timeout | undefined;
let dueAt = 0;

/** Calls back every 20 ms, on one timer shared by all, until the returned function is called. */
export function everyPacketTime(member: () => void): () => void {
  members.add(member);
  if (timer === undefined) {
    dueAt = performance.now() + everyMs;
    timer = setTimeout(tick, everyMs);
  }
  return () => {
    members.delete(member);
  };
}

function tick(): void {
  const now = performance.now();
  dueAt = Math.max(dueAt, now - mostMadeUp * everyMs);
  for (; dueAt <= now; dueAt += everyMs) for (const member of members) member();
  timer = members.size === 0 ? undefined : setTimeout(tick, Math.max(1, dueAt - performance.now()));
}
