import { Badge } from '@/components/ui/badge';
import { RelativeTime } from '@/components/ui/relative-time';
import type { RunTask } from '@/lib/desk/runs/types';
import { done, taskTexts } from '@/lib/base/texts/desk';
import { PanelSection } from './panel-section';

const { who, soFar } = taskTexts;

/** Who may answer: groups, roles and people by their names. */
export function WhoDecides({ askedOf }: { askedOf: readonly string[] }) {
  return (
    <PanelSection id="who-decides" title={who.title}>
      <p>
        {askedOf.length === 0 ? who.nobody : askedOf.join(', ')}.{' '}
        <span className="text-ink-muted">{askedOf.length > 0 && who.any}</span>
      </p>
    </PanelSection>
  );
}

/** Earlier decisions in the same request. */
export function DecidedSoFar({ earlier }: { earlier: readonly RunTask[] }) {
  return (
    <PanelSection id="decided-so-far" title={soFar.title}>
      {earlier.length === 0 && <p className="text-ink-muted">{soFar.none}</p>}
      <ul className="flex flex-col gap-2">
        {earlier.map(
          ({ taskId, title, decision }) =>
            decision && (
              <li key={taskId}>
                <p>
                  <Badge>{done(decision.outcomeLabel)}</Badge> {title}
                </p>
                <p className="text-sm text-ink-muted">
                  {decision.by.name}, <RelativeTime date={decision.at} />
                  {decision.comment && <>: “{decision.comment}”</>}
                </p>
              </li>
            ),
        )}
      </ul>
    </PanelSection>
  );
}
