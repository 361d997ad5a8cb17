/** The first reminder after a moment. `remindMs`: milliseconds before the due time. Null if none is left. */
export function nextReminder(dueAt: Date | null, remindMs: readonly number[], after: Date): Date | null {
  if (!dueAt) return null;
  const times = remindMs.map((before) => dueAt.getTime() - before).filter((time) => time > after.getTime());
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}
