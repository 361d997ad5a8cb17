import type { UserActor } from '@/lib/people/context';
import { humanize } from '@/lib/base/schema/label';
import { roleTexts, settingsTexts } from '@/lib/base/texts/desk';

/** The signed-in person as the desk knows them; roles and groups say what they may do. */
export function WhoAmI({ user }: { user: UserActor }) {
  const facts: [string, string][] = [
    [settingsTexts.name, user.name],
    [settingsTexts.email, user.email],
    [settingsTexts.roles, user.roles.map((role) => roleTexts[role]).join(', ')],
    [settingsTexts.groups, user.groups.map(humanize).join(', ')],
  ];
  return (
    <>
      <dl className="grid gap-x-6 gap-y-1.5 sm:grid-cols-[8rem_1fr]">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-muted">{name}</dt>
            <dd className="max-sm:mb-1.5">{value || settingsTexts.none}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-sm text-ink-muted">{settingsTexts.changes}</p>
    </>
  );
}
