import { SettingsForm } from '@/components/desk/settings-form';
import { Switch } from '@/components/ui/switch';
import { linkTexts } from '@/lib/base/texts/links';

const texts = linkTexts.settings;

type Props = {
  workflows: readonly { id: string; title: string }[];
  off: readonly string[];
  everywhere: string;
  saved: boolean;
};

/** Where people may answer by link; for administrators. A plain form. */
export function LinkSwitches({ workflows, off, everywhere, saved }: Props) {
  return (
    <SettingsForm id="links" action="/settings/links" texts={texts} saved={saved}>
      <input type="hidden" name="shown" value={everywhere} />
      <Switch
        id="links-all"
        name="on"
        value={everywhere}
        label={texts.all}
        defaultChecked={!off.includes(everywhere)}
      />
      <fieldset className="flex flex-col gap-3 border-t pt-4">
        <legend className="sr-only">{texts.workflows}</legend>
        {workflows.map(({ id, title }) => (
          <div key={id}>
            <input type="hidden" name="shown" value={id} />
            <Switch
              id={`links-${id}`}
              name="on"
              value={id}
              label={title}
              defaultChecked={!off.includes(id)}
            />
          </div>
        ))}
      </fieldset>
    </SettingsForm>
  );
}
