import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { taskTexts } from '@/lib/base/texts/desk';

/** For a step without a resume schema: any JSON, for people who know what the step expects. */
export function AnyData({
  error,
  defaultValue,
  disabled,
  onChange,
}: {
  error: string | undefined;
  defaultValue: string;
  disabled: boolean;
  onChange: () => void;
}) {
  return (
    <details open={error !== undefined || defaultValue !== ''}>
      <summary className="cursor-pointer text-ink-muted hover:text-ink">{taskTexts.anyData.open}</summary>
      <div className="mt-2">
        <Field
          id="answer-resumeData"
          label={taskTexts.anyData.label}
          help={taskTexts.anyData.help}
          error={error}
        >
          {(control) => (
            <Textarea
              {...control}
              name="resumeData#json"
              rows={4}
              spellCheck={false}
              className="font-mono text-sm"
              defaultValue={defaultValue}
              disabled={disabled}
              onChange={onChange}
            />
          )}
        </Field>
      </div>
    </details>
  );
}
