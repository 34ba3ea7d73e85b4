// Writes messages to webhooks, in the commit of their cause.
import type { NewMessage } from '../../ports/store/webhooks.ts';
import type { Connection } from './engine/connection.ts';

/** Adds a message about a pass, or about none (null). Inside a write only. */
export type QueueMessage = (message: NewMessage, passId: number | null) => void;

export function messageQueue({ client, jobsWritten }: Connection): QueueMessage {
  // A message behind another one of its pass is due once that one is over.
  const add = client.prepare(`
    INSERT INTO webhook_messages (public_id, webhook_id, pass_id, type, payload, request, state, created_at, due_at, attempts)
    SELECT :publicId, :webhookId, :passId, :type, :payload, :request, 'waiting', :createdAt,
      iif(EXISTS (
        SELECT 1 FROM webhook_messages WHERE webhook_id = :webhookId AND pass_id = :passId AND over_at IS NULL
      ), NULL, :dueAt), 0
    WHERE EXISTS (SELECT 1 FROM webhooks WHERE id = :webhookId)`);
  return ({ publicId, webhookId, type, payload, createdAt, dueAt = createdAt, request }, passId) => {
    const json = request === undefined ? null : JSON.stringify(request);
    add.run({ publicId, webhookId, passId, type, payload, request: json, createdAt, dueAt });
    jobsWritten.announce();
  };
}
