// Writes messages to webhooks, in the commit of their cause.
import type { NewMessage, QueuedMessage } from '../../ports/store/webhooks.ts';
import type { Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';

// A message behind another one of its pass is due once that one is over.
const add = statement(`
  INSERT INTO webhook_messages (public_id, webhook_id, pass_id, type, payload, request, state, created_at, due_at, attempts)
  SELECT $1, w.id, $3::bigint, $4, $5, $6::json, 'waiting', $7::bigint,
    CASE WHEN EXISTS (
      SELECT FROM webhook_messages m WHERE m.webhook_id = $2::bigint AND m.pass_id = $3::bigint AND m.over_at IS NULL
    ) THEN NULL ELSE $8::bigint END, 0
  FROM webhooks w WHERE w.id = $2::bigint`);

/** Whoever writes messages of a pass, or records one as over, has locked the pass. */
export const lockPass = statement('SELECT id FROM passes WHERE id = $1 FOR NO KEY UPDATE');

/** Adds a message about a pass that the transaction has locked, or about none (null). */
export function queueMessage(
  tx: Tx,
  { publicId, webhookId, type, payload, createdAt, dueAt = createdAt, request }: NewMessage,
  passId: number | null,
): void {
  const json = request === undefined ? null : JSON.stringify(request);
  tx.send(add, publicId, webhookId, passId, type, payload, json, createdAt, dueAt);
  tx.announceJobs();
}

/** Adds messages of any passes, which it locks in the order of their ids. */
export async function queueMessages(tx: Tx, messages: readonly QueuedMessage[]): Promise<void> {
  const passes = new Set(messages.flatMap(({ passId }) => (passId === null ? [] : [passId])));
  for (const id of [...passes].sort((one, other) => one - other)) await tx.run(lockPass, id);
  for (const { passId, ...message } of messages) queueMessage(tx, message, passId);
}
