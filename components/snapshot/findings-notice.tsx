import { z } from 'zod';
import { ProblemNotice } from '@/components/ui/problem-notice';
import type { RunFinding } from '@/lib/desk/runs/run-findings';
import { findingTexts } from '@/lib/base/texts/snapshot';
import { formatBytes } from './duration';

const sized = z.object({ bytes: z.number(), limit: z.number() });
const lost = z.object({
  step: z.string(),
  losses: z.array(z.object({ path: z.string(), what: z.string() })),
});

function Finding({ finding: { verb, data } }: { finding: RunFinding }) {
  if (verb === 'run.data_lost') {
    const { step, losses } = lost.parse(data);
    return (
      <ProblemNotice
        tone="warning"
        title={findingTexts.lost.title(step)}
        safe={findingTexts.lost.safe}
        todo={findingTexts.lost.todo}
      >
        <ul className="list-disc pl-5">
          {losses.map(({ path, what }) => (
            <li key={path}>
              <code className="font-mono text-sm wrap-anywhere">{path || findingTexts.lost.whole}</code>{' '}
              {what}
            </li>
          ))}
        </ul>
      </ProblemNotice>
    );
  }
  const { bytes, limit } = sized.parse(data);
  const texts = verb === 'run.snapshot_large' ? findingTexts.large : findingTexts.tooLarge;
  return (
    <ProblemNotice
      tone="warning"
      title={texts.title(formatBytes(bytes), formatBytes(limit))}
      safe={texts.safe}
      todo={texts.todo}
    />
  );
}

/** Problems in a run's data that operators should know about. */
export function FindingsNotice({ findings }: { findings: readonly RunFinding[] }) {
  return findings.map((finding) => (
    <Finding key={`${finding.verb} ${JSON.stringify(finding.data)}`} finding={finding} />
  ));
}
