'use client';

import { useEffect, useState } from 'react';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useHydrated } from '@/components/ui/use-hydrated';
import { printPath } from '@/lib/base/schema/paths';
import { encodeOption, optionOf, typedOption } from '@/lib/base/schema/scalars';
import type { Option } from '@/lib/base/schema/shape';
import { ownPart } from '@/lib/base/schema/types';
import { formTexts } from '@/lib/base/texts/forms';
import type ComboboxControl from './combobox-control';
import { useFormContext } from './form-context';
import type { ShapedProps } from './node-props';
import { useLeaf } from './use-leaf';

type Loaded = { Control: typeof ComboboxControl; typed: string | null; focused: boolean };

/** Once one field has loaded it, fields that are added later begin with it. */
let known: Loaded | undefined;

/** The control for very many options once it has loaded, with what was typed meanwhile into the one in its place. */
function useCombobox(id: string, wanted: boolean): Loaded | undefined {
  const hydrated = useHydrated();
  const [loaded, setLoaded] = useState(wanted ? known : undefined);
  useEffect(() => {
    if (!wanted || loaded) return undefined;
    let left = false;
    const load = async () => {
      const { default: Control } = await import('./combobox-control');
      known = { Control, typed: null, focused: false };
      const native = document.getElementById(id);
      const isControl = native instanceof HTMLInputElement || native instanceof HTMLSelectElement;
      const typed = isControl ? native.value : null;
      if (!left) setLoaded({ Control, typed, focused: native !== null && native === document.activeElement });
    };
    void load();
    return () => {
      left = true;
    };
  }, [id, wanted, loaded]);
  useEffect(() => {
    if (loaded?.focused) document.getElementById(id)?.focus();
  }, [id, loaded]);
  return hydrated ? loaded : undefined;
}

type LongProps = {
  props: ShapedProps;
  options: readonly Option[];
  encoded: readonly { value: string; label: string }[];
  selected: string;
  /** What an empty field says, where it may be left so. */
  nothing: string | undefined;
  asCombobox: boolean;
};

/** One of many: a select; typed with suggestions where that would be too long; found by typing once there are scripts. */
export function LongChoice({ props, options, encoded, selected, nothing, asCombobox }: LongProps) {
  const { control } = useLeaf(props);
  const { unread, longLists } = useFormContext();
  const combobox = useCombobox(control.id, asCombobox);
  const typedText = ownPart(unread, printPath(props.path));
  const { shape } = props;
  // Where "None" is a choice, too, it must be in the list.
  const suggestions = shape.kind === 'enum' && !shape.nullable ? longLists.get(shape.options) : undefined;
  if (combobox) {
    const typed = combobox.typed ?? selected;
    const value = optionOf(options, typed);
    const initial = value === undefined ? typed : encodeOption(options, value);
    return <combobox.Control control={control} options={encoded} initial={initial} nothing={nothing} />;
  }
  if (suggestions !== undefined) {
    const current = options.find((option) => encodeOption(options, option.value) === selected);
    return (
      <Input
        {...control}
        type="text"
        list={suggestions}
        autoComplete="off"
        placeholder={nothing ?? formTexts.typeToFind}
        defaultValue={typedText ?? (current ? typedOption(options, current) : '')}
        className="max-w-100"
      />
    );
  }
  return (
    <Select {...control} defaultValue={selected}>
      <option value="">{nothing ?? formTexts.choose}</option>
      {encoded.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </Select>
  );
}
