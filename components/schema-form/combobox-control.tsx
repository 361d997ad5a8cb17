'use client';

import { Combobox } from '@base-ui/react/combobox';
import { Check, ChevronDown, X } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { inputClasses } from '@/components/ui/input';
import { formTexts } from '@/lib/base/texts/forms';
import { useFormContext } from './form-context';

export type ComboboxOption = { value: string; label: string };

type Props = {
  control: ComponentProps<'input'>;
  options: readonly ComboboxOption[];
  initial: string;
  /** The text shown when nothing is chosen; a required field cannot be emptied. */
  nothing: string | undefined;
};

/** Nobody reads more matches than this; typing another letter leaves fewer. */
const shownMatches = 100;
const toolClasses =
  'grid size-6 place-items-center rounded-sm text-ink-subtle hover:bg-hover hover:text-ink [&_svg]:size-4';

/** A choice among very many, found by typing. It is posted under the field's name, as a select's would be. */
export default function ComboboxControl({ control, options, initial, nothing }: Props) {
  const { changed } = useFormContext();
  const [chosen, setChosen] = useState<ComboboxOption | null>(
    () => options.find(({ value }) => value === initial) ?? null,
  );
  const { name, disabled, id, required: _, ...described } = control;
  return (
    <>
      <Combobox.Root
        items={options}
        value={chosen}
        disabled={disabled}
        limit={shownMatches}
        isItemEqualToValue={(a, b) => a.value === b.value}
        onValueChange={(next) => {
          setChosen(next);
          changed();
        }}
      >
        <Combobox.InputGroup className="relative max-w-100 min-w-0">
          <Combobox.Input
            {...described}
            id={id}
            placeholder={nothing ?? formTexts.typeToFind}
            className={cn(inputClasses, 'h-8 truncate pr-16 pl-2.5')}
          />
          <span className="absolute inset-y-0 right-1 flex items-center gap-0.5">
            {nothing !== undefined && (
              <Combobox.Clear aria-label="Clear" className={toolClasses}>
                <X aria-hidden />
              </Combobox.Clear>
            )}
            <Combobox.Trigger aria-label="Show all" className={toolClasses}>
              <ChevronDown aria-hidden />
            </Combobox.Trigger>
          </span>
        </Combobox.InputGroup>
        <Combobox.Portal>
          <Combobox.Positioner sideOffset={4} align="start" className="z-50 outline-hidden">
            <Combobox.Popup className="w-(--anchor-width) max-w-(--available-width) rounded-lg border bg-raised shadow-raised outline-hidden">
              <Combobox.Empty>
                <p className="p-3 text-ink-muted">Nothing found</p>
              </Combobox.Empty>
              <Combobox.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto overscroll-contain p-1 outline-hidden data-empty:p-0">
                {(option: ComboboxOption) => (
                  <Combobox.Item
                    key={option.value}
                    value={option}
                    className="flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 py-1 text-base outline-hidden select-none data-highlighted:bg-hover"
                  >
                    <span className="size-4 shrink-0">
                      <Combobox.ItemIndicator>
                        <Check aria-hidden className="size-4" />
                      </Combobox.ItemIndicator>
                    </span>
                    <span className="min-w-0 wrap-anywhere">{option.label}</span>
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
      <input type="hidden" name={name} value={chosen?.value ?? ''} disabled={disabled} />
    </>
  );
}
