import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { isFinal } from '@/db/enums';
import { answerFor, placeOf, type Order, type Shape } from '@/tests/support/workflows/parts/gate';
import { arrivalSignal } from '@/tests/support/workflows/parts/questions';
import { StrangeReplyError, UnansweredError, type Client, type Reply } from './client';
import { Deal, type Mishap } from './deal';
import type { Dice } from './dice';

/** What a conflict said about a task: who decided before this answer, or how else it was closed. */
type Claim = {
  taskId: string;
  who: string;
  outcome: string | undefined;
  state: string;
  decidedBy: string | null;
};

/** A run whose request was accepted, and what people were told about it. */
export type Accepted = {
  runId: string;
  shape: Shape;
  /** By task: the people who were told that their answer was accepted. */
  answers: Map<string, string[]>;
  claims: Claim[];
  /** Whether somebody asked to cancel it, and was told it was done. */
  cancel: { asked: boolean; accepted: boolean };
  /** How often somebody asked to take it back, and was told it was done. */
  returns: { asked: number; accepted: number };
  /** How often somebody asked to undo an answer, and the tasks where that was accepted. */
  undos: { asked: number; accepted: Set<string> };
};

type Going = Accepted & {
  order: Order;
  over: boolean;
  /** Mishaps still to come. */
  mishaps: Set<Mishap>;
  /** Since when going back has been refused (epoch ms). */
  refusedSince: number | null;
};
export type People = { requester: Client; approvers: Record<string, Client>; operator: Client };

const taskShape = z.object({
  taskId: z.string(),
  step: z.object({ path: z.array(z.string()), forEachIndex: z.number().nullable() }),
  state: z.string(),
});
type Task = z.infer<typeof taskShape>;
const runShape = z.object({ status: z.string(), tasks: z.array(taskShape) });
const askedShape = z.object({ payload: z.json(), payloadDigest: z.string() });
const previewShape = z.object({ places: z.array(z.object({ step: z.array(z.string()) })) });
const signalReceipt = z.object({ runIds: z.array(z.string()) });
const conflict = z.object({
  code: z.literal('conflict'),
  state: z.enum(['decided', 'expired', 'canceled']),
  decidedBy: z.string().nullish(),
});

const reason = 'It has to be.';
/** How long to keep asking a run to go back when it refuses (ms). */
const returnPatienceMs = 30_000;

/** Whether the run still needs attention. A finished run can still be taken back. */
const isOpen = ({ over, mishaps }: Going) => !over || mishaps.has('reopen') || mishaps.has('rewind');

type Return = 'reopen' | 'rewind';

const isSuccess = ({ status }: Reply) => status >= 200 && status < 300;

/**
 * Starts runs of every shape and answers their questions, in random order, by two approvers who often answer
 * at once. Mishaps happen whenever possible, also after the last kill.
 */
export class Traffic {
  readonly runs: Going[] = [];
  /** Responses that should never happen. */
  readonly strange: string[] = [];
  /** Requests no server answered within a client's patience. */
  readonly unanswered: string[] = [];
  starting = true;
  readonly #deal: Deal;

  /** `undoMs` is the desk's UNDO_WINDOW. */
  constructor(
    private readonly people: People,
    private readonly dice: Dice,
    private readonly atOnce: number,
    private readonly undoMs: number,
  ) {
    this.#deal = new Deal(dice);
  }

  get decisions(): number {
    return this.runs.reduce((sum, { answers }) => sum + answers.size, 0);
  }

  get open(): Going[] {
    return this.runs.filter(isOpen);
  }

  async #start(): Promise<void> {
    const { shape, order, mishaps } = this.#deal.next();
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
        undos: { asked: 0, accepted: new Set() },
        over: false,
        mishaps: new Set(mishaps),
        refusedSince: null,
      });
  }

  /** Sends one person's answer and records whether it was accepted. */
  async #decide(going: Going, taskId: string, who: string, body: { outcome?: string }): Promise<void> {
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
    // The claim is checked against the journal at the end.
    else if (lost?.success)
      going.claims.push({
        taskId,
        who,
        outcome: body.outcome,
        state: lost.data.state,
        decidedBy: lost.data.decidedBy ?? null,
      });
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
    const declines = going.mishaps.delete('decline');
    const undoable = going.mishaps.has('undo');
    const answer = declines ? { outcome: 'reject', comment: reason } : answerFor(going.shape, payload);
    const body = { ...answer, payloadDigest, undoable };
    await Promise.all(rivals.map((who) => this.#decide(going, taskId, who, body)));
    if (undoable) await this.#undo(going, taskId);
  }

  /** Undoes an accepted answer if that is still possible; with servers being killed it may be too late. */
  async #undo(going: Going, taskId: string): Promise<void> {
    const who = going.answers.get(taskId)?.at(-1);
    if (!who) return;
    await delay(this.dice.between(0, this.undoMs / 2));
    going.undos.asked += 1;
    const reply = await this.people.approvers[who]!.send('POST', `/api/tasks/${taskId}/undo`);
    if (isSuccess(reply)) {
      going.undos.accepted.add(taskId);
      going.mishaps.delete('undo');
      // An attempt whose response was cut off may have undone it, and somebody else decided since.
    } else if (reply.status !== 409 && reply.status !== 403) this.#wonder(`undo of ${taskId}`, reply);
  }

  async #signal(going: Going, taskId: string): Promise<void> {
    const data = { text: '"arrival" about "x"' };
    const reply = await this.people.operator.send('POST', `/api/signals/${arrivalSignal}`, {
      key: going.runId,
      data,
    });
    if (!isSuccess(reply)) this.#wonder('signal', reply);
    // A signal that arrives when nothing waits for it is kept.
    else if (signalReceipt.parse(reply.body).runIds.includes(going.runId))
      going.answers.set(taskId, ['operator']);
  }

  async #cancel(going: Going): Promise<void> {
    going.mishaps.clear();
    going.cancel.asked = true;
    const who = this.dice.chance(0.5) ? this.people.requester : this.people.operator;
    const reply = await who.send('POST', `/api/runs/${going.runId}/cancel`, { reason });
    if (isSuccess(reply)) going.cancel.accepted = true;
    else if (reply.status !== 409) this.#wonder(`cancel of ${going.runId}`, reply);
  }

  /** A step the desk offers to go back to; null when there is none right now. */
  async #stepBack({ runId }: Going): Promise<string[] | null> {
    const reply = await this.people.operator.send('GET', `/api/runs/${runId}/time-travel`);
    if (!isSuccess(reply) && reply.status !== 409) this.#wonder(`steps to go back to in ${runId}`, reply);
    const places = isSuccess(reply) ? previewShape.parse(reply.body).places : [];
    return places.length > 0 ? this.dice.pick(places).step : null;
  }

  /** Reopens a decision, or takes the run back to a step. Retries what is refused for now. */
  async #goBack(going: Going, by: Return, taskId: string): Promise<void> {
    const step = by === 'rewind' ? await this.#stepBack(going) : null;
    if (by === 'rewind' && !step) return this.#refused(going, by);
    const [path, body] = step
      ? [`/api/runs/${going.runId}/time-travel`, { step, reason }]
      : [`/api/tasks/${taskId}/revision`, { reason }];
    going.returns.asked += 1;
    const reply = await this.people.operator.send('POST', path, body, { 'idempotency-key': randomUUID() });
    if (isSuccess(reply)) {
      going.returns.accepted += 1;
      going.over = false;
      going.mishaps.delete(by);
      // 422: somebody else has just taken the run back beyond that step.
    } else if (reply.status === 409 || (step && reply.status === 422)) this.#refused(going, by);
    else this.#wonder(`POST ${path}`, reply);
  }

  #refused(going: Going, by: Return): void {
    going.refusedSince ??= Date.now();
    if (Date.now() - going.refusedSince > returnPatienceMs) going.mishaps.delete(by);
  }

  async #answerAll(going: Going, tasks: Task[]): Promise<void> {
    if (going.shape.by === 'check' || going.mishaps.has('expire')) return;
    const open = tasks
      .filter(({ state }) => state === 'open')
      .toSorted((a, b) =>
        placeOf(a.step.path, a.step.forEachIndex).localeCompare(placeOf(b.step.path, b.step.forEachIndex)),
      );
    await Promise.all(
      going
        .order(open)
        .map(({ taskId }) =>
          going.shape.by === 'signal' ? this.#signal(going, taskId) : this.#answer(going, taskId),
        ),
    );
  }

  /** The next return to make, and the answered task to start from; null when none is due. */
  #nextReturn({ mishaps, over }: Going, tasks: Task[]): [Return, string] | null {
    const by = (['reopen', 'rewind'] as const).find((one) => mishaps.has(one));
    const answered = tasks.filter(
      ({ state, step }) => state === 'decided' && (by === 'rewind' || step.forEachIndex === null),
    );
    // A run that ended without an answer has nothing to go back to.
    if (by && over && answered.length === 0) mishaps.delete(by);
    if (!by || answered.length === 0 || !(over || this.dice.chance(0.5))) return null;
    return [by, this.dice.pick(answered).taskId];
  }

  async #goOn(going: Going): Promise<void> {
    const { asked, accepted } = going.returns;
    const { status, tasks } = await this.people.requester.read(`/api/runs/${going.runId}`, runShape);
    if (status === 'canceled') going.mishaps.clear();
    // A return made in the meantime has set `over` already.
    const untouched = going.returns.asked === asked && going.returns.accepted === accepted;
    if (untouched) going.over = isFinal(status);
    const back = this.#nextReturn(going, tasks);
    if (back) await this.#goBack(going, ...back);
    else if (going.mishaps.has('cancel') && this.dice.chance(0.5)) await this.#cancel(going);
    else if (!going.over) await this.#answerAll(going, tasks);
  }

  /** Counts what a client runs into, and carries on. */
  async #met(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (error instanceof UnansweredError) this.unanswered.push(error.message);
      else if (error instanceof StrangeReplyError) this.strange.push(error.message);
      else throw error;
    }
  }

  /** Starts a run or answers one, over and over, until `until` says stop. */
  async play(until: () => boolean): Promise<void> {
    while (!until()) {
      const { open } = this;
      const more = open.length === 0 || (open.length < this.atOnce && this.dice.chance(0.3));
      if (this.starting && more) await this.#met(this.#start());
      else if (open.length === 0) return;
      else await this.#met(this.#goOn(this.dice.pick(open)));
      await delay(this.starting ? this.dice.between(0, 40) : 200);
    }
  }
}
