import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { finalRunStatuses } from '@/db/enums';
import { answerFor, placeOf, type Shape } from '@/tests/support/workflows/parts/gate';
import { arrivalSignal } from '@/tests/support/workflows/parts/questions';
import { cases } from '@/tests/support/workflows/shapes';
import { StrangeReplyError, UnansweredError, type Client, type Reply } from './client';
import type { Dice } from './dice';

/** A run whose request was answered with success, and the tasks whose answers were: who was told so, of each. */
export type Accepted = { runId: string; shape: Shape; answers: Map<string, string[]> };

type Going = Accepted & { order: (typeof cases)[number][2]; over: boolean };
export type People = { requester: Client; approvers: Record<string, Client>; operator: Client };

const taskShape = z.object({
  taskId: z.string(),
  stepPath: z.array(z.string()),
  forEachIndex: z.number().nullable(),
  state: z.string(),
});
const runShape = z.object({ status: z.string(), tasks: z.array(taskShape) });
const askedShape = z.object({ payload: z.json(), payloadDigest: z.string() });
const problem = z.object({ code: z.string() });

const isFinal = (status: string) => (finalRunStatuses as readonly string[]).includes(status);
const isSuccess = ({ status }: Reply) => status >= 200 && status < 300;

/** Starts runs of every shape and answers what they ask, in random orders, by two approvers who often answer at once. */
export class Traffic {
  readonly runs: Going[] = [];
  /** Answers that nobody should have been given. */
  readonly strange: string[] = [];
  /** Requests that no server answered for as long as a client's patience lasts. */
  readonly unanswered: string[] = [];
  starting = true;
  #deck: (typeof cases)[number][] = [];

  constructor(
    private readonly people: People,
    private readonly dice: Dice,
    private readonly atOnce: number,
  ) {}

  get decisions(): number {
    return this.runs.reduce((sum, { answers }) => sum + answers.size, 0);
  }

  get open(): Going[] {
    return this.runs.filter(({ over }) => !over);
  }

  async #start(): Promise<void> {
    if (this.#deck.length === 0) this.#deck = cases.toSorted(() => this.dice.next() - 0.5);
    const [, shape, order] = this.#deck.pop()!;
    const headers = {
      'idempotency-key': randomUUID(),
      ...(this.dice.chance(0.5) ? { prefer: 'wait=2' } : {}),
    };
    const reply = await this.people.requester.send(
      'POST',
      '/api/runs',
      { workflowId: shape.workflow.id, input: shape.input },
      headers,
    );
    if (!isSuccess(reply))
      this.strange.push(`start of ${shape.workflow.id}: ${reply.status} ${JSON.stringify(reply.body)}`);
    else
      this.runs.push({
        runId: z.object({ runId: z.string() }).parse(reply.body).runId,
        shape,
        order,
        answers: new Map(),
        over: false,
      });
  }

  /** One person's answer; whether it was accepted. */
  async #decide(going: Going, taskId: string, who: string, body: object): Promise<void> {
    const headers: Record<string, string> = this.dice.chance(0.5) ? { prefer: 'wait=2' } : {};
    const reply = await this.people.approvers[who]!.send(
      'POST',
      `/api/tasks/${taskId}/decision`,
      body,
      headers,
    );
    const told = going.answers.get(taskId) ?? [];
    if (isSuccess(reply)) going.answers.set(taskId, told.includes(who) ? told : [...told, who]);
    // The other one was faster, or we look at a question that was answered meanwhile.
    else if (reply.status !== 409)
      this.strange.push(
        `answer to ${taskId} of ${going.shape.workflow.id}: ${reply.status} ${JSON.stringify(reply.body)}`,
      );
    else if (problem.parse(reply.body).code !== 'conflict')
      this.strange.push(`answer to ${taskId}: ${JSON.stringify(reply.body)}`);
  }

  async #answer(going: Going, taskId: string): Promise<void> {
    const names = Object.keys(this.people.approvers);
    const first = this.dice.pick(names);
    const rivals = this.dice.chance(0.2) ? names : this.dice.chance(0.2) ? [first, first] : [first];
    const { payload, payloadDigest } = await this.people.approvers[first]!.read(
      `/api/tasks/${taskId}`,
      askedShape,
    );
    await Promise.all(
      rivals.map((who) =>
        this.#decide(going, taskId, who, { ...answerFor(going.shape, payload), payloadDigest }),
      ),
    );
  }

  async #signal(going: Going, taskId: string): Promise<void> {
    const data = { text: '"arrival" about "x"' };
    const reply = await this.people.operator.send('POST', `/api/signals/${arrivalSignal}`, {
      key: going.runId,
      data,
    });
    if (isSuccess(reply)) going.answers.set(taskId, ['operator']);
    else this.strange.push(`signal: ${reply.status} ${JSON.stringify(reply.body)}`);
  }

  async #goOn(going: Going): Promise<void> {
    const run = await this.people.requester.read(`/api/runs/${going.runId}`, runShape);
    going.over = isFinal(run.status);
    if (going.shape.by === 'check') return;
    const open = run.tasks
      .filter(({ state }) => state === 'open')
      .toSorted((a, b) =>
        placeOf(a.stepPath, a.forEachIndex).localeCompare(placeOf(b.stepPath, b.forEachIndex)),
      );
    await Promise.all(
      going
        .order(open)
        .map(({ taskId }) =>
          going.shape.by === 'signal' ? this.#signal(going, taskId) : this.#answer(going, taskId),
        ),
    );
  }

  /** What a client meets is counted, and it goes on with something else. */
  async #met(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (error instanceof UnansweredError) this.unanswered.push(error.message);
      else if (error instanceof StrangeReplyError) this.strange.push(error.message);
      else throw error;
    }
  }

  /** One client after the other's fashion: now a new run, now an answer, until `until` says that it is over. */
  async play(until: () => boolean): Promise<void> {
    while (!until()) {
      const { open } = this;
      if (this.starting && open.length < this.atOnce) await this.#met(this.#start());
      else if (open.length === 0) return;
      else await this.#met(this.#goOn(this.dice.pick(open)));
      await delay(this.starting ? this.dice.between(0, 40) : 200);
    }
  }
}
