'use client';

import { useRef, useState } from 'react';
import { postJson } from '@/components/run/post-json';
import type { Issue } from '@/lib/base/errors';
import { isRecord } from '@/lib/base/schema/types';
import { webhookTexts as texts } from '@/lib/base/texts/webhooks';

export type Refusal = { text: string; requestId?: string; issues: readonly Issue[] };

/**
 * Sends one write at a time. `call` resolves to the response's body, or to null after a refusal, whose reason
 * is in `refusal`.
 */
export function useWebhookCall() {
  const sending = useRef(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function call(path: string, body: object = {}): Promise<Record<string, unknown> | null> {
    if (sending.current) return null;
    sending.current = true;
    setBusy(true);
    const answer = await postJson(path, body);
    sending.current = false;
    setBusy(false);
    if (answer.ok) {
      setRefusal(null);
      return isRecord(answer.body) ? answer.body : {};
    }
    const { code, issues, requestId } = answer.problem;
    const said = isRecord(answer.body) && typeof answer.body.detail === 'string' ? answer.body.detail : '';
    setRefusal({ text: code === 'offline' ? texts.offline : said, issues, ...(requestId && { requestId }) });
    return null;
  }

  return { call, busy, refusal, forget: () => setRefusal(null) };
}
