import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { finalRunStatuses } from '@/db/enums';
import { answerFor, orders, placeOf, type Order, type Shape } from '@/tests/support/workflows/parts/gate';
import { arrivalSignal } from '@/tests/support/workflows/parts/questions';
import { cases as shapes } from '@/tests/support/workflows/shapes';
import { timed } from '@/tests/support/workflows/timed';
import { StrangeReplyError, UnansweredError, type Client, type Reply } from './client';
import type { Dice } from './dice';

/** What a conflict said of a task: who was faster, or how else it was closed. */
export type Claim = { taskId: string; who: string; state: string; decidedBy: string | null };

/** A run whose request was answered with success, and what people were told of it. */
export type Accepted = {
  runId: string;
  shape: Shape;
  /** The tasks whose answers were accepted: who was told so, of each. */
  answers: Map<string, string[]>;
  claims: Claim[];
  /** Whether somebody asked to cancel it, and was told that this is done. */
  cancel: { asked: boolean; accepted: boolean };
  /** How often somebody asked to take it back to an earlier point, and was told that this is done. */
  returns: { asked: number; accepted: number };
};

type Going = Accepted & { order: Order; over: boolean; ignored: boolean };
export type People = { requester: Client; approvers: Record<string, Client>; operator: Client };

const taskShape = z.object({
  taskId: z.string(),
  stepPath: z.array(z.string()),
  forEachIndex: z.number().nullable(),
  state: z.string(),
});
type Task = z.infer<typeof taskShape>;
const runShape = z.object({ status: z.string(), tasks: z.array(taskShape) });
const askedShape = z.object({ payload: z.json(), payloadDigest: z.string() });
const signalReceipt = z.object({ runIds: z.array(z.string()) });
const conflict = z.object({
  code: z.literal('conflict'),
  state: z.enum(['decided', 'expired', 'canceled']),
  decidedBy: z.string().nullish(),
});

type Case = [Shape, Order];
const cases: Case[] = [
  ...shapes.map(([, shape, order]): Case => [shape, order]),
  ...timed.flatMap((shape) => Object.values(orders).map((order): Case => [shape, order])),
];

const reason = 'It has to be.';
/** What a run of agents did is not taken back, and what else has a result of its own is not told apart by its answers. */
const mayGoBack = ({ shape }: Accepted) => shape.by !== 'check' && shape.result === undefined;

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
  #deck: Case[] = [];

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
    const [shape, order] = this.#deck.pop()!;
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
    if (!isSuccess(reply)) this.#wonder(`start of ${shape.workflow.id}`, reply);
    else
      this.runs.push({
        runId: z.object({ runId: z.string() }).parse(reply.body).runId,
        shape,
        order,
        answers: new Map(),
        claims: [],
        cancel: { asked: false, accepted: false },
        returns: { asked: 0, accepted: 0 },
        over: false,
        ignored: timed.includes(shape) && this.dice.chance(0.5),
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
    const lost = reply.status === 409 ? conflict.safeParse(reply.body) : null;
    if (isSuccess(reply)) going.answers.set(taskId, told.includes(who) ? told : [...told, who]);
    // What it says is held against the journal in the end.
    else if (lost?.success)
      going.claims.push({ taskId, who, state: lost.data.state, decidedBy: lost.data.decidedBy ?? null });
    else this.#wonder(`answer to ${taskId} of ${going.shape.workflow.id}`, reply);
  }

  #wonder(what: string, { status, body }: Reply): void {
    this.strange.push(`${what}: ${status} ${JSON.stringify(body)}`);
  }

  async #answer(going: Going, taskId: string): Promise<void> {
    const names = Object.keys(this.people.approvers);
    const first = this.dice.pick(names);
    const rivals = this.dice.chance(0.2) ? names : this.dice.chance(0.2) ? [first, first] : [first];
    const { payload, payloadDigest } = await this.people.approvers[first]!.read(
      `/api/tasks/${taskId}`,
      askedShape,
    );
    const declines = going.shape.workflow.id === 'shape-clerk' && this.dice.chance(0.3);
    const answer = declines ? { outcome: 'reject', comment: reason } : answerFor(going.shape, payload);
    await Promise.all(rivals.map((who) => this.#decide(going, taskId, who, { ...answer, payloadDigest })));
  }

  async #signal(going: Going, taskId: string): Promise<void> {
    const data = { text: '"arrival" about "x"' };
    const reply = await this.people.operator.send('POST', `/api/signals/${arrivalSignal}`, {
      key: going.runId,
      data,
    });
    if (!isSuccess(reply)) this.#wonder('signal', reply);
    // One that comes when nothing waits for it any more is kept.
    else if (signalReceipt.parse(reply.body).runIds.includes(going.runId))
      going.answers.set(taskId, ['operator']);
  }

  async #cancel(going: Going): Promise<void> {
    going.cancel.asked = true;
    const who = this.dice.chance(0.5) ? this.people.requester : this.people.operator;
    const reply = await who.send('POST', `/api/runs/${going.runId}/cancel`, { reason });
    if (isSuccess(reply)) going.cancel.accepted = true;
    else if (reply.status !== 409) this.#wonder(`cancel of ${going.runId}`, reply);
  }

  /** Takes an answer back, or the whole run to an earlier step; what cannot be taken back just now is refused. */
  async #goBack(going: Going, answered: Task[]): Promise<void> {
    if (answered.length === 0) return;
    const { taskId, stepPath: step } = this.dice.pick(answered);
    const [path, body] = this.dice.chance(0.7)
      ? [`/api/tasks/${taskId}/revision`, { reason }]
      : [`/api/runs/${going.runId}/time-travel`, { step, reason }];
    going.returns.asked += 1;
    const reply = await this.people.operator.send('POST', path, body, { 'idempotency-key': randomUUID() });
    if (isSuccess(reply)) {
      going.returns.accepted += 1;
      going.over = false;
    } else if (reply.status !== 409) this.#wonder(`POST ${path}`, reply);
  }

  async #answerAll(going: Going, tasks: Task[]): Promise<void> {
    if (going.shape.by === 'check' || going.ignored) return;
    const open = tasks
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

  async #goOn(going: Going): Promise<void> {
    const { asked } = going.returns;
    const { status, tasks } = await this.people.requester.read(`/api/runs/${going.runId}`, runShape);
    // Whoever takes it back meanwhile knows better.
    if (going.returns.asked === asked) going.over = isFinal(status);
    const answered = tasks.filter(({ state }) => state === 'decided');
    const calm = !this.starting || going.cancel.asked;
    if (!calm && mayGoBack(going) && this.dice.chance(0.06)) await this.#goBack(going, answered);
    else if (!calm && !going.over && this.dice.chance(0.03)) await this.#cancel(going);
    else if (!going.over) await this.#answerAll(going, tasks);
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
