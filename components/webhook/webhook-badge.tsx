import { Badge, type Tone } from '@/components/ui/badge';
import type { DeliveryState, WebhookState } from '@/db/enums';
import { deliveryStateTexts, webhookStateTexts } from '@/lib/base/texts/webhooks';

const endpointTones: Record<WebhookState | 'failing', Tone> = {
  active: 'success',
  failing: 'warning',
  paused: 'neutral',
  off: 'danger',
};

/** A webhook's state in one word. */
export function WebhookBadge({ state, failingSince }: { state: WebhookState; failingSince: string | null }) {
  const shown = state === 'active' && failingSince !== null ? 'failing' : state;
  return <Badge tone={endpointTones[shown]}>{webhookStateTexts[shown]}</Badge>;
}

const deliveryTones: Record<DeliveryState | 'again', Tone> = {
  pending: 'neutral',
  again: 'warning',
  delivered: 'success',
  failed: 'danger',
};

/** A delivery's state in one word. */
export function DeliveryBadge({ state, attempts }: { state: DeliveryState; attempts: number }) {
  const shown = state === 'pending' && attempts > 0 ? 'again' : state;
  return <Badge tone={deliveryTones[shown]}>{deliveryStateTexts[shown]}</Badge>;
}
