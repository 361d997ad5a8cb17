import { orders, type Order, type Shape } from '@/tests/support/workflows/parts/gate';
import { cases as shapes } from '@/tests/support/workflows/shapes';
import { timed } from '@/tests/support/workflows/timed';
import type { Dice } from './dice';

/** What can happen to a run besides being answered. */
const mishaps = ['cancel', 'reopen', 'rewind', 'undo', 'decline', 'expire'] as const;
export type Mishap = (typeof mishaps)[number];

export type Dealt = { shape: Shape; order: Order; mishaps: Mishap[] };

type Case = [Shape, Order];
const cases: Case[] = [
  ...shapes.map(([, shape, order]): Case => [shape, order]),
  ...timed.flatMap((shape) => Object.values(orders).map((order): Case => [shape, order])),
];

/** Agents' work cannot be taken back, and a custom result does not show which answers it was made of. */
const goesBack = ({ by, result }: Shape) => by !== 'check' && result === undefined;

const suits: Record<Mishap, (shape: Shape) => boolean> = {
  cancel: () => true,
  reopen: (shape) => goesBack(shape) && shape.asked.some((place) => !place.endsWith(']')),
  rewind: goesBack,
  undo: (shape) => shape.by === undefined && !timed.includes(shape),
  decline: ({ workflow }) => workflow.id === 'shape-clerk',
  expire: (shape) => timed.includes(shape),
};

/** How many runs of a hand have no mishap. */
const ordinary = 12;

/** Deals runs in hands. Each hand includes every mishap, so that short tests meet all of them. */
export class Deal {
  #hand: Dealt[] = [];
  #deck: Case[] = [];

  constructor(private readonly dice: Dice) {}

  #shuffled<T>(all: readonly T[]): T[] {
    return all
      .map((one) => ({ one, at: this.dice.next() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ one }) => one);
  }

  #ordinary(): Dealt {
    if (this.#deck.length === 0) this.#deck = this.#shuffled(cases);
    const [shape, order] = this.#deck.pop()!;
    return { shape, order, mishaps: [] };
  }

  /** One mishap for certain, sometimes more. */
  #unlucky(first: Mishap): Dealt {
    const [shape, order] = this.dice.pick(cases.filter(([one]) => suits[first](one)));
    const more = mishaps.filter((one) => one !== first && suits[one](shape) && this.dice.chance(0.1));
    return { shape, order, mishaps: [first, ...more] };
  }

  next(): Dealt {
    if (this.#hand.length === 0)
      this.#hand = this.#shuffled([
        ...mishaps.map((one) => this.#unlucky(one)),
        ...Array.from({ length: ordinary }, () => this.#ordinary()),
      ]);
    return this.#hand.pop()!;
  }
}
