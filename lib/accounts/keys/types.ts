import { z } from 'zod';
import { moment, person } from '@/lib/base/shapes';
import { scopes } from '@/lib/people/scopes';

export const scope = z.enum(scopes).meta({ id: 'Scope' });

/** A key as its owner and administrators see it; the secret is shown once, on creation. */
export const apiKey = z
  .object({
    keyId: z.string(),
    name: z.string(),
    start: z.string().meta({ description: 'Its first letters, to tell keys apart.' }),
    owner: person,
    scopes: z.array(scope),
    createdAt: moment,
    expiresAt: moment.nullable(),
    lastUsedAt: moment.nullable().meta({ description: 'To the minute; null: never.' }),
  })
  .meta({ id: 'ApiKey' });

export const newApiKey = z
  .object({
    ...apiKey.shape,
    key: z.string().meta({ description: 'The key. It is not kept, and cannot be shown again.' }),
  })
  .meta({ id: 'NewApiKey' });

export type ApiKey = z.infer<typeof apiKey>;
export type NewApiKey = z.infer<typeof newApiKey>;
