import { AvatarInitials } from '@/components/ui/avatar-initials';
import { Section } from '@/components/ui/card';
import { demoGroups, demoPassword, demoPeople, type DemoPerson } from '@/lib/accounts/sign-in/demo-people';
import { roleNames, signInTexts } from '@/lib/base/texts/sign-in';

/** "Requester, approver · Finance" */
function partOf({ roles, groups }: DemoPerson): string {
  const names = demoGroups.filter(({ id }) => groups.includes(id)).map(({ name }) => name);
  return [roles.map((role) => roleNames[role]).join(', '), ...names].join(' · ');
}

/** One-click entry for the people of the demo; plain form posts, so it works without scripts. */
export function DemoPeople({ next }: { next: string }) {
  return (
    <Section
      id="demo-people"
      title={signInTexts.demoTitle}
      description={
        <>
          {signInTexts.demoIntro} <code>{demoPassword}</code>.
        </>
      }
    >
      <form action="/sign-in/submit" method="post">
        <input type="hidden" name="next" value={next} />
        <input type="hidden" name="password" value={demoPassword} />
        <ul className="flex flex-col gap-1">
          {demoPeople.map((person) => (
            <li key={person.id}>
              <button
                name="email"
                value={person.email}
                className="flex w-full items-center gap-3 rounded-md border bg-surface px-3 py-2 text-left transition-colors hover:bg-hover"
              >
                <AvatarInitials name={person.name} className="size-8" />
                <span className="min-w-0">
                  <span className="sr-only">{signInTexts.signInAs} </span>
                  <span className="block font-medium">{person.name}</span>
                  <span className="block text-sm text-ink-muted">{partOf(person)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </form>
    </Section>
  );
}
