import type { Definitions } from './definitions';
import type { Driver } from './driver';
import type { Snapshots } from './snapshots';

/** The workflow engine in our words, as three small ports. lib/mastra implements them; nothing else knows the engine. */
export type Engine = Definitions & Driver & Snapshots;
