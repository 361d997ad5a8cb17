/** The first reminder after a moment, of those that come so many milliseconds before the due time; null when none is left. */
export function nextReminder(dueAt: Date | null, remindMs: readonly number[], after: Date): Date | null {
  if (!dueAt) return null;
  const times = remindMs.map((before) => dueAt.getTime() - before).filter((time) => time > after.getTime());
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}
