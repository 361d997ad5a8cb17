import { Loading, Skeleton } from '@/components/ui/skeleton';
import { taskTexts } from '@/lib/base/texts/desk';

/** A task's skeleton: question, buttons, evidence. */
export function PanelSkeleton() {
  return (
    <Loading label={taskTexts.loading}>
      <div className="flex flex-col gap-4 p-6">
        <Skeleton className="h-7 w-2/3" />
        <div className="flex gap-2">
          <Skeleton className="h-10 w-28" />
          <Skeleton className="h-10 w-28" />
        </div>
        <Skeleton className="h-20 w-full" />
        <Skeleton className="w-1/3" />
        <Skeleton className="w-1/2" />
        <Skeleton className="w-2/5" />
      </div>
    </Loading>
  );
}
