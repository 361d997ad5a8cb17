import type { Json } from '@/db/schema/json';

/**
 * JSON as a download. It is an attachment with a fixed type, so that no browser renders what a workflow
 * wrote.
 */
export const jsonFile = (data: Json, name: string): Response =>
  new Response(JSON.stringify(data, null, 2), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${name.replace(/[^\w-]/g, '')}.json"`,
      'x-content-type-options': 'nosniff',
    },
  });
