import type { ReactNode } from 'react';
import type { oas31 } from 'zod-openapi';
import { CopyButton } from '@/components/snapshot/copy-button';
import { Badge } from '@/components/ui/badge';
import { Folded } from '@/components/ui/folded';
import { ScrollBox } from '@/components/ui/scroll-box';
import { referenceTexts as texts } from '@/lib/base/texts/api-reference';
import { curl } from './curl';
import { Fields, fieldsOf, type FieldFacts } from './fields';
import type { Schema } from './schema-of';
import { SchemaType } from './schema-type';
import { Words } from './words';

export type Call = { method: 'get' | 'post'; path: string; told: oas31.OperationObject };

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <h3 className="text-sm font-semibold text-ink-muted">{title}</h3>
      {children}
    </div>
  );
}

/** A whole schema: its fields, or in one line. */
function Whole({ schema, sent = false }: { schema: Schema; sent?: boolean }) {
  const fields = fieldsOf(schema);
  return fields ? (
    <Fields fields={fields} sent={sent} />
  ) : (
    <p>
      <SchemaType schema={schema} />
    </p>
  );
}

function access({ security = [] }: oas31.OperationObject): ReactNode {
  const [scope] = security.flatMap((one) => one.apiKey ?? []);
  if (scope)
    return (
      <>
        {texts.scope} <code className="font-mono">{scope}</code>.
      </>
    );
  if (security.length === 0) return texts.open;
  return security.some((one) => 'session' in one) ? texts.session : texts.secret;
}

const parametersOf = ({ parameters = [] }: oas31.OperationObject): FieldFacts[] =>
  parameters.flatMap((one) =>
    'name' in one
      ? [
          {
            name: one.name,
            schema: one.schema ?? {},
            required: one.required ?? false,
            note: texts.in[one.in],
            description: one.description,
          },
        ]
      : [],
  );

function Answers({ responses = {} }: oas31.OperationObject) {
  const told = Object.entries(responses).flatMap(([status, one]) =>
    'description' in one
      ? [{ status, description: String(one.description), content: (one as oas31.ResponseObject).content }]
      : [],
  );
  const list = (from: typeof told) => (
    <ul className="flex flex-col gap-1">
      {from.map(({ status, description, content }) => (
        <li key={status} className="flex gap-3">
          <code className="w-8 shrink-0 font-mono text-ink-muted">{status}</code>
          <div className="min-w-0 flex-1 wrap-anywhere">
            <Words>{description}</Words>
            {Number(status) < 300 &&
              Object.entries(content ?? {}).map(([type, { schema }]) => (
                <div key={type} className="text-sm text-ink-muted">
                  {type === 'application/json' && schema ? <Whole schema={schema} /> : type}
                </div>
              ))}
          </div>
        </li>
      ))}
    </ul>
  );
  return (
    <>
      <Part title={texts.answers}>{list(told.filter(({ status }) => Number(status) < 400))}</Part>
      <Part title={texts.refusals}>{list(told.filter(({ status }) => Number(status) >= 400))}</Part>
    </>
  );
}

/** One call, folded to its address and what it does. */
export function OperationRow({ site, method, path, told }: Call & { site: string }) {
  const parameters = parametersOf(told);
  const body =
    told.requestBody && 'content' in told.requestBody
      ? told.requestBody.content['application/json']?.schema
      : undefined;
  const example = curl(site, method, path, told);
  return (
    <Folded
      summary={
        <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3 gap-y-0.5">
          <span className="min-w-0 flex-1 basis-56">
            <Words>{told.summary}</Words>
          </span>
          <span className="min-w-0 text-sm wrap-anywhere text-ink-muted">
            <Badge tone={method === 'get' ? 'neutral' : 'accent'}>{method.toUpperCase()}</Badge>{' '}
            <code className="font-mono">{path}</code>
          </span>
        </span>
      }
    >
      <div id={told.operationId} className="mx-3 mt-1 mb-4 flex flex-col gap-4 sm:ml-9">
        <p>
          {told.description && (
            <>
              <Words>{told.description}</Words>{' '}
            </>
          )}
          <span className="text-ink-muted">
            {access(told)} {texts.operation}{' '}
            <code className="font-mono text-[0.92em]">{told.operationId}</code>.
          </span>
        </p>
        <Part title={texts.example}>
          <ScrollBox label={`${texts.example}: ${told.summary}`} role="group" className="bg-sunken p-3">
            <pre className="font-mono text-sm">{example}</pre>
          </ScrollBox>
          <div>
            <CopyButton text={example} label={texts.copyLabel(told.summary ?? '')}>
              {texts.copy}
            </CopyButton>
          </div>
        </Part>
        {parameters.length > 0 && (
          <Part title={texts.parameters}>
            <Fields fields={parameters} sent />
          </Part>
        )}
        {body && (
          <Part title={texts.body}>
            <Whole schema={body} sent />
          </Part>
        )}
        <Answers {...told} />
      </div>
    </Folded>
  );
}

/** A shape that calls share, folded to its name. */
export function ShapeRow({ id, name, schema }: { id: string; name: string; schema: oas31.SchemaObject }) {
  const fields = fieldsOf(schema);
  return (
    <Folded summary={<code className="font-mono">{name}</code>}>
      <div id={id} className="mx-3 mt-1 mb-3 flex flex-col gap-2 sm:ml-9">
        {schema.description && (
          <p>
            <Words>{schema.description}</Words>
          </p>
        )}
        {fields ? (
          <Fields fields={fields} />
        ) : (
          <p className="text-ink-muted">
            <SchemaType schema={schema} />
          </p>
        )}
      </div>
    </Folded>
  );
}
