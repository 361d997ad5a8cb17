import { Button } from '@/components/ui/button';
import { Switch } from '@/components/ui/switch';
import { linkTexts } from '@/lib/texts/links';

const texts = linkTexts.settings;

type Props = { workflows: readonly { id: string; title: string }[]; off: readonly string[]; everywhere: string; saved: boolean };

/** Where people may answer by link; for administrators. A plain form. */
export function LinkSwitches({ workflows, off, everywhere, saved }: Props) {
  return (
    <form method="post" action="/settings/links" aria-labelledby="links-title" className="flex flex-col gap-4">
      <div>
        <h2 id="links-title" className="text-lg font-semibold">
          {texts.title}
        </h2>
        <p className="text-ink-muted">{texts.help}</p>
      </div>
      <input type="hidden" name="shown" value={everywhere} />
      <Switch id="links-all" name="on" value={everywhere} label={texts.all} defaultChecked={!off.includes(everywhere)} />
      <fieldset className="flex flex-col gap-3 border-t pt-4">
        <legend className="sr-only">{texts.workflows}</legend>
        {workflows.map(({ id, title }) => (
          <div key={id}>
            <input type="hidden" name="shown" value={id} />
            <Switch id={`links-${id}`} name="on" value={id} label={title} defaultChecked={!off.includes(id)} />
          </div>
        ))}
      </fieldset>
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary">
          {texts.save}
        </Button>
        {saved && <span role="status">{texts.saved}</span>}
      </div>
    </form>
  );
}
