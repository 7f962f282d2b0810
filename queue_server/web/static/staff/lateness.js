/** How a wait stands to its service's target. */

const NEAR = 0.8;

/** Seconds that the oldest of a queue has waited; 0 when nobody waits. */
export function oldestSeconds(queue, now) {
  return queue.oldest_at ? Math.max(0, (now - new Date(queue.oldest_at)) / 1000) : 0;
}

/** "past", "near" or "". */
export function lateness(queue, now) {
  if (!queue.oldest_at || !queue.target_s) return "";
  const share = oldestSeconds(queue, now) / queue.target_s;
  if (share > 1) return "past";
  return share >= NEAR ? "near" : "";
}
