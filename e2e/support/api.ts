import { request as playwrightRequest, type APIRequestContext, type APIResponse } from '@playwright/test';
import type { RunDetail } from '@/lib/desk/runs/types';
import type { TaskDetail, TaskSummary } from '@/lib/desk/tasks/types';
import type { Page as ListPage } from '@/lib/base/page-query';
import { conforming } from './conforming';
import type { Person } from './people';
import type { DeskServer } from './server';
import { sessionOf } from './sessions';

/** A server closes idle connections; a request sent just then is retried. */
const maxRetries = 2;

/** A signed-in API client for one person; uses the same routes as the pages. */
export class Api {
  private constructor(
    readonly http: APIRequestContext,
    /** For requests made by other means. */
    readonly cookie: string,
  ) {}

  static async signIn(desk: DeskServer, person: Person): Promise<Api> {
    const cookies = await sessionOf(desk, person);
    const http = await playwrightRequest.newContext({
      baseURL: desk.url,
      extraHTTPHeaders: { origin: desk.url },
      storageState: { cookies, origins: [] },
    });
    return new Api(
      await conforming(http, desk),
      cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    );
  }

  private async json<T>(call: Promise<APIResponse>): Promise<T> {
    const answer = await call;
    if (!answer.ok()) throw new Error(`${answer.url()}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  start(
    workflowId: string,
    input: object,
    headers: Record<string, string> = { prefer: 'wait=10' },
  ): Promise<RunDetail> {
    return this.json(this.http.post('/api/runs', { data: { workflowId, input }, headers }));
  }

  run(runId: string): Promise<RunDetail> {
    return this.json(this.http.get(`/api/runs/${runId}`, { maxRetries }));
  }

  tasks(query = ''): Promise<ListPage<TaskSummary>> {
    return this.json(this.http.get(`/api/tasks?${query}`, { maxRetries }));
  }

  task(taskId: string): Promise<TaskDetail> {
    return this.json(this.http.get(`/api/tasks/${taskId}`, { maxRetries }));
  }

  /** The one open task of a run that this person may answer. */
  async taskOf(runId: string): Promise<TaskDetail> {
    const { items } = await this.tasks('limit=100&sort=newest');
    const found = items.filter((task) => task.runId === runId);
    if (found.length !== 1) throw new Error(`expected one open task of ${runId}, found ${found.length}`);
    return this.task(found[0]!.taskId);
  }

  decide(
    task: Pick<TaskDetail, 'taskId' | 'payloadDigest'>,
    answer: object,
    headers: Record<string, string> = { prefer: 'wait=10' },
  ): Promise<APIResponse> {
    return this.http.post(`/api/tasks/${task.taskId}/decision`, {
      data: { payloadDigest: task.payloadDigest, ...answer },
      headers,
      maxRetries,
    });
  }

  dispose(): Promise<void> {
    return this.http.dispose();
  }
}
