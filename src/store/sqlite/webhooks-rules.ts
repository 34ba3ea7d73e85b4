// Reads what decides whether webhooks are told of a change, which every change of a pass asks.
import type { WebhookRule } from '../../ports/store/webhooks.ts';
import type { Connection } from './engine/connection.ts';

type Row = Omit<WebhookRule, 'events'> & { readonly events: string };

/** The active endpoints of an account, from memory while none of them changes. */
export function webhookRules({ client, kept }: Connection): (accountId: number) => readonly WebhookRule[] {
  const select = client.prepare<[number], Row>(`
    SELECT id, events, template_hash AS "templateHash", condition FROM webhooks
    WHERE account_id = ? AND kind = 'endpoint' AND state = 'active' ORDER BY id`);
  const read = kept.keeping((accountId: number) =>
    select.all(accountId).map(({ events, ...rule }): WebhookRule => ({ ...rule, events: JSON.parse(events) })),
  );
  return (accountId) => read(accountId)!;
}
