import { Button } from '@/components/ui/button';
import { formTexts } from '@/lib/base/texts/forms';

type Draft = { elsewhere: boolean; take: () => void; keep: () => void };

/** Warns that another tab fills in the same form, and offers the choice between the two drafts. */
export function DraftElsewhere({ elsewhere, take, keep }: Draft) {
  if (!elsewhere) return null;
  return (
    <p role="status" className="flex flex-wrap items-center gap-2 text-sm text-warning-ink">
      {formTexts.draft.elsewhere}
      <Button size="sm" onClick={take}>
        {formTexts.draft.take}
      </Button>
      <Button size="sm" variant="ghost" onClick={keep}>
        {formTexts.draft.keep}
      </Button>
    </p>
  );
}
