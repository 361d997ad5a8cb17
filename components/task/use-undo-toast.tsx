'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { postJson } from '@/components/run/post-json';
import { useToast, type ToastTone } from '@/components/ui/toast';
import { taskTexts } from '@/lib/base/texts/desk';
import { expectArrival } from './arrival';

const shownMs = 6_000;

/** "Undo" with the seconds left; only the word is announced. */
function UndoLabel({ ms }: { ms: number }) {
  const [until] = useState(() => Date.now() + ms);
  const [left, setLeft] = useState(Math.ceil(ms / 1000));
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000))), 250);
    return () => clearInterval(timer);
  }, [until]);
  return (
    <>
      {taskTexts.undo.action}{' '}
      <span aria-hidden className="tabular-nums">
        {taskTexts.undo.seconds(left)}
      </span>
    </>
  );
}

/** The page to return to: the list the task was decided from, or its own page. */
function placeOf(taskId: string): Route {
  if (location.pathname !== '/inbox') return `/tasks/${encodeURIComponent(taskId)}` as Route;
  const query = new URLSearchParams(location.search);
  query.set('task', taskId);
  return `/inbox?${query}` as Route;
}

export type DecisionNews = {
  taskId: string;
  title: string;
  description: string;
  tone: ToastTone;
  /** For how many milliseconds the decision can be undone; 0 when it cannot. */
  undoMs: number;
};

/** Shows a toast for a recorded decision, with an undo button while undoing is possible. */
export function useUndoToast(): (news: DecisionNews) => void {
  const router = useRouter();
  const toast = useToast();

  async function undo(taskId: string, place: Route) {
    const answer = await postJson(`/api/tasks/${encodeURIComponent(taskId)}/undo`, {});
    const { undo: texts } = taskTexts;
    if (!answer.ok)
      return toast.show({
        title: texts.failed,
        description: answer.status === 409 ? texts.tooLate : texts.noAnswer,
        tone: 'danger',
      });
    toast.show({ title: texts.done, description: texts.open });
    expectArrival();
    router.push(place, { scroll: false });
    router.refresh();
  }

  return ({ taskId, undoMs, ...message }) => {
    if (undoMs === 0) return void toast.show(message);
    const place = placeOf(taskId);
    const id = toast.show({
      ...message,
      timeout: Math.max(undoMs, shownMs),
      action: {
        label: <UndoLabel ms={undoMs} />,
        shortcut: { action: 'undo', key: 'z' },
        onClick: () => {
          toast.dismiss(id);
          void undo(taskId, place);
        },
      },
    });
  };
}
