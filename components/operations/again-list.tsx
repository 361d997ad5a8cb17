import type { RebuildPreview } from '@/lib/desk/operators/types';
import { operationsTexts as texts } from '@/lib/base/texts/operations';

type Again = {
  runsAgain: string[];
  askedAgain: string[];
  answersKept?: string[];
  answers?: RebuildPreview['answers'];
};

function Part({
  title,
  items,
  ordered = false,
}: {
  title: string;
  items: readonly string[];
  ordered?: boolean;
}) {
  if (items.length === 0) return null;
  const List = ordered ? 'ol' : 'ul';
  return (
    <div>
      <p className="font-medium">{title}</p>
      <List className={ordered ? 'list-decimal pl-6 text-ink-muted' : 'list-disc pl-6 text-ink-muted'}>
        {items.map((item, index) => (
          <li key={`${index} ${item}`} className="break-words">
            {item}
          </li>
        ))}
      </List>
    </div>
  );
}

/** What will happen again after confirming: work, questions, answers. */
export function AgainList({ runsAgain, askedAgain, answersKept = [], answers = [] }: Again) {
  const given = answers.map(
    ({ title, outcome, by, askedAnew }) => `${title}: ${askedAnew ? texts.askedAnew : `${outcome}, ${by}`}`,
  );
  if (runsAgain.length + askedAgain.length + answersKept.length + answers.length === 0)
    return <p className="text-ink-muted">{texts.nothingAgain}</p>;
  return (
    <div className="flex max-h-72 flex-col gap-3 overflow-y-auto">
      <Part title={texts.runsAgain} items={runsAgain} />
      <Part title={texts.answersKept} items={answersKept} />
      <Part title={texts.answers} items={given} ordered />
      <Part title={texts.askedAgain} items={askedAgain} />
    </div>
  );
}
