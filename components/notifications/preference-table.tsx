import type { ReactNode } from 'react';
import { SettingsForm } from '@/components/desk/settings-form';
import { Checkbox } from '@/components/ui/checkbox';
import type { NotificationChannel, NotificationKind } from '@/db/enums';
import { channelNames, kindTexts, preferenceTexts as texts } from '@/lib/base/texts/notifications';

type Props = {
  kinds: readonly NotificationKind[];
  channels: readonly NotificationChannel[];
  chosen: Record<NotificationKind, readonly NotificationChannel[]>;
  note: ReactNode;
  saved: boolean;
};

/** Which notifications a person gets, and where: a checkbox for each kind and channel. A plain form. */
export function PreferenceTable({ kinds, channels, chosen, note, saved }: Props) {
  return (
    <SettingsForm id="messages" action="/settings/notifications" texts={texts} note={note} saved={saved}>
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b">
            <th scope="col" className="sr-only">
              {texts.kind}
            </th>
            {channels.map((channel) => (
              <th key={channel} scope="col" className="px-2 py-1.5 text-center font-medium whitespace-nowrap">
                {channelNames[channel]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row" className="py-2 pr-2 font-normal">
                <span className="block font-medium">{kindTexts[kind].label}</span>
                <span className="text-sm text-ink-muted">{kindTexts[kind].help}</span>
                <input type="hidden" name="kind" value={kind} />
              </th>
              {channels.map((channel) => (
                <td key={channel} className="px-2 text-center align-middle">
                  <Checkbox
                    name={kind}
                    value={channel}
                    defaultChecked={chosen[kind].includes(channel)}
                    aria-label={`${kindTexts[kind].label}: ${channelNames[channel]}`}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </SettingsForm>
  );
}
