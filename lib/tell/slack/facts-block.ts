import type { KnownBlock } from '@slack/web-api';
import { setIn, type Room } from '@/lib/tell/messages/shown-in';
import { withinLimits } from './limits';

/** How much evidence a message shows beside its buttons, and a modal beside its fields. */
export const slackRoom: Room = { lines: 40, characters: 2_500 };

/** `href`: the label's link. */
export type Facts = readonly { label: string; value: string; href?: string }[];

/** Unabridged literal text: Slack interprets no mentions, links or formatting in it. */
export const factsBlock = (facts: Facts): KnownBlock[] =>
  facts.length === 0
    ? []
    : [
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: facts.flatMap(({ label, value, href }, index) => [
                ...(index === 0 ? [] : [{ type: 'text' as const, text: '\n' }]),
                ...(href === undefined
                  ? [{ type: 'text' as const, text: `${setIn(label)}: `, style: { bold: true } }]
                  : [
                      {
                        type: 'link' as const,
                        url: href,
                        text: withinLimits(label, 80),
                        style: { bold: true },
                      },
                      { type: 'text' as const, text: ': ' },
                    ]),
                { type: 'text' as const, text: setIn(value) || '–' },
              ]),
            },
          ],
        },
      ];
