import type { AskedBefore } from '@/db/schema/json';
import { whoDid } from './desk';

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const suffixes: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };
const nth = (count: number) => `${count}${suffixes[ordinals.select(count)] ?? 'th'}`;

const often = (times: number) => (times === 1 ? '' : times === 2 ? ' twice' : ` ${times} times`);

/** "Asked for the 3rd time; Miriam Okafor rejected this twice." */
export const askedAgain = ({ times, answers }: AskedBefore): string =>
  `Asked for the ${nth(times + 1)} time; ${answers
    .map(({ name, label, times: count }) => `${whoDid(name, label)}${often(count)}`)
    .join(', ')}.`;
