import type { Metadata, Route } from 'next';
import { OperationRow, ShapeRow, type Call } from '@/components/api-reference/operation';
import { shapeId, spelledOut } from '@/components/api-reference/schema-of';
import { Markdown } from '@/components/schema-view/markdown';
import { buttonClasses } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { LinkButton } from '@/components/ui/link-button';
import { env } from '@/lib/base/env';
import { pageContext } from '@/lib/api/http/page-context';
import { openApiDocument } from '@/lib/api/openapi/document';
import { referenceTexts as texts } from '@/lib/base/texts/api-reference';

export const metadata: Metadata = { title: texts.title };

/** Not a page, so it must not be prefetched. */
const documentPath = '/api/openapi.json';
const tagId = (name: string) => `tag-${name.toLowerCase()}`;
const rows = 'divide-y overflow-hidden rounded-lg border bg-surface';

export default async function ApiReferencePage() {
  await pageContext();
  const site = env().appUrl;
  const { info, paths = {}, tags = [], components } = openApiDocument({ appUrl: site });
  const calls = Object.entries(paths).flatMap(([path, item]) =>
    (['get', 'post'] as const).flatMap((method): Call[] =>
      item[method] ? [{ method, path, told: spelledOut(item[method], components) }] : [],
    ),
  );
  const shapes = Object.entries(components?.schemas ?? {})
    .flatMap(([name, schema]) => ('$ref' in schema ? [] : [{ name, schema }]))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-8 px-4 py-6 md:px-6">
      <header className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h1 className="text-2xl font-semibold">{texts.title}</h1>
          <div className="flex flex-wrap gap-2">
            <LinkButton href={'/settings/keys' as Route}>{texts.keys}</LinkButton>
            <a href={documentPath} className={buttonClasses()}>
              {texts.document}
            </a>
          </div>
        </div>
        <div className="max-w-prose">
          <Markdown text={info.description ?? ''} />
        </div>
        <nav aria-label={texts.contents}>
          <ul className="flex flex-wrap gap-x-4 gap-y-1">
            {[
              ...tags.map(({ name }) => ({ name, id: tagId(name) })),
              { name: texts.shapes, id: 'shapes' },
            ].map(({ name, id }) => (
              <li key={id}>
                <a href={`#${id}`} className="text-accent-ink underline underline-offset-2">
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      {tags.map(({ name, description }) => (
        <Section key={name} id={tagId(name)} title={name} description={description}>
          <div className={rows}>
            {calls
              .filter(({ told }) => told.tags?.includes(name))
              .map((call) => (
                <OperationRow key={call.told.operationId} site={site} {...call} />
              ))}
          </div>
        </Section>
      ))}
      <Section id="shapes" title={texts.shapes} description={texts.shapesHelp}>
        <div className={rows}>
          {shapes.map(({ name, schema }) => (
            <ShapeRow key={name} id={shapeId(name)} name={name} schema={schema} />
          ))}
        </div>
      </Section>
    </div>
  );
}
