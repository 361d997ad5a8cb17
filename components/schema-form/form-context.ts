'use client';

import { type ComponentType, createContext, useContext } from 'react';
import type { JsonSchema } from '@/lib/base/schema/types';
import type { LongLists } from './long-lists';
import type { NodeProps } from './node-props';

export type FormContextValue = {
  root: JsonSchema;
  idPrefix: string;
  /** Messages by printed path, without the prefix. */
  errors: ReadonlyMap<string, readonly string[]>;
  /** The path of the root in the post: "resumeData". */
  prefix: string;
  /** Properties of the root that are left out. */
  hidden: ReadonlySet<string>;
  /** A word beside a part, such as "New"; by printed path. */
  marks: Readonly<Record<string, string>>;
  /** Text of numbers, choices and JSON that could not be read, by printed path. */
  unread: Readonly<Record<string, string>>;
  /** Which of several kinds was chosen in a post that came back, by printed path. */
  picked: Readonly<Record<string, number>>;
  longLists: LongLists;
  /** Names under which the evidence holds something. */
  held: ReadonlySet<string>;
  disabled: boolean;
  /** Call this after rows or panels have changed. */
  changed: () => void;
  /** Renders a part by its schema; in the context, since parts contain parts. */
  Node: ComponentType<NodeProps>;
};

export const FormContext = createContext<FormContextValue | null>(null);

export function useFormContext(): FormContextValue {
  const value = useContext(FormContext);
  if (!value) throw new Error('This field must be inside a SchemaForm.');
  return value;
}
