import { z } from 'zod';
import { moment, person } from '@/lib/base/shapes';
import { scopes } from '@/lib/people/scopes';

export const scope = z.enum(scopes).meta({ id: 'Scope' });

/** A key as its owner and administrators see it; the secret is shown once, on creation. */
export const apiKey = z
  .object({
    keyId: z.string(),
    name: z.string(),
    start: z.string().meta({ description: 'The first characters of the key, to tell keys apart.' }),
    owner: person,
    scopes: z.array(scope),
    createdAt: moment,
    expiresAt: moment.nullable(),
    lastUsedAt: moment
      .nullable()
      .meta({ description: 'When it was last used, to the minute; null if never.' }),
  })
  .meta({ id: 'ApiKey' });

export const newApiKey = z
  .object({
    ...apiKey.shape,
    key: z.string().meta({ description: 'The key itself. It is not stored and cannot be shown again.' }),
  })
  .meta({ id: 'NewApiKey' });

export type ApiKey = z.infer<typeof apiKey>;
export type NewApiKey = z.infer<typeof newApiKey>;
