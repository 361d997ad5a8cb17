import { Kbd } from '@/components/ui/kbd';
import { shortcutTexts } from '@/lib/base/texts/desk';
import { shortcutList } from './keyboard-map';

/** Every key the desk knows, by group. `level` is that of the group headings. */
export function ShortcutList({ level }: { level: 3 | 4 }) {
  const Heading = `h${level}` as const;
  return (
    <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
      {shortcutList.map(({ group, entries }) => (
        <section key={group}>
          <Heading className="mb-1 text-sm font-semibold text-ink-muted">
            {shortcutTexts.groups[group]}
          </Heading>
          <dl>
            {entries.map(({ action, keys, inTurn }) => (
              <div key={action} className="flex items-baseline justify-between gap-3 py-1">
                <dt>{shortcutTexts.actions[action]}</dt>
                <dd className="flex shrink-0 items-center gap-1 text-sm text-ink-subtle">
                  {keys.map((key, index) => (
                    <span key={key} className="flex items-center gap-1">
                      {index > 0 && <span>{inTurn ? shortcutTexts.inTurn : shortcutTexts.or}</span>}
                      <Kbd>{key}</Kbd>
                    </span>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
