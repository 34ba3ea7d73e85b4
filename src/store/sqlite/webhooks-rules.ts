// Reads what decides whether webhooks are told of a change, which every change of a pass asks.
import type { WebhookRule } from '../../ports/store/webhooks.ts';
import { oncePerConnection } from './engine/once.ts';

type Row = Omit<WebhookRule, 'events'> & { readonly events: string };

/** The active endpoints of an account, from memory while none of them changes. */
export const webhookRules = oncePerConnection(({ client, kept }) => {
  const select = client.prepare<[number], Row>(`
    SELECT id, events, template_hash AS "templateHash", condition FROM webhooks
    WHERE account_id = ? AND kind = 'endpoint' AND state = 'active' ORDER BY id`);
  const read = kept.keeping((accountId: number) =>
    select.all(accountId).map(({ events, ...rule }): WebhookRule => ({ ...rule, events: JSON.parse(events) })),
  );
  return (accountId: number): readonly WebhookRule[] => read(accountId)!;
});
