// The pages of one webhook: what became of its messages, and one message with its tries.
import type { Deliveries, Delivery } from '../../operations/webhooks/deliveries.ts';
import type { Texts } from '../texts/en/index.ts';
import { Moment } from './moment.tsx';
import { type Fault, SettingsFrame } from './settings-parts.tsx';
import { type ShownWebhook, WebhookState, webhookName } from './settings-webhooks.tsx';

type Message = Deliveries['messages'][number];

interface PageProps {
  readonly base: string;
  readonly texts: Texts;
  readonly zone: string;
  readonly notice: string | null;
  readonly fault: Fault | null;
}

interface WebhookProps extends PageProps {
  readonly webhook: ShownWebhook;
  /** The name of the card whose events alone it gets; null: all cards. */
  readonly card: string | null;
  /** Newest first. */
  readonly messages: readonly Message[];
  /** `before` of the next page; null: there are no older messages. */
  readonly next: number | null;
}

export function WebhookPage(props: WebhookProps) {
  const { base, texts: all, zone, webhook, card, messages, next, notice, fault } = props;
  const texts = all.settingsWebhooks;
  const address = `${base}/settings/webhooks/${webhook.id}`;
  const isEndpoint = webhook.kind === 'endpoint';
  const title = isEndpoint ? webhookName(webhook) : texts.actionsSent;
  const post = (what: 'test' | 'pause' | 'resume' | 'rotate') => (
    <form method="post" action={`${address}/${what}`}>
      <button type="submit" class="button plain">
        {texts[what]}
      </button>
    </form>
  );
  return (
    <SettingsFrame base={base} texts={all.settings} title={title} notice={notice} fault={fault}>
      {isEndpoint && (
        <section class="panel" aria-labelledby="state">
          <h2 id="state">{texts.events}</h2>
          <WebhookState texts={all} zone={zone} webhook={webhook} />
          <ul>
            {webhook.events.map((event) => (
              <li key={event}>{texts.event[event]}</li>
            ))}
          </ul>
          {card !== null && (
            <p>
              {texts.card}: <span dir="auto">{card}</span>
            </p>
          )}
          {webhook.condition !== null && (
            <p>
              {texts.condition}: <code>{webhook.condition}</code>
            </p>
          )}
          <div class="choice">
            {post('test')}
            {post(webhook.state === 'active' ? 'pause' : 'resume')}
            {post('rotate')}
            <a class="button plain" href={`${address}/change`}>
              {texts.change}
            </a>
            <a class="button danger" href={`${address}/remove`}>
              {texts.remove}
            </a>
          </div>
        </section>
      )}
      <section aria-labelledby="messages">
        <h2 id="messages">{texts.deliveries}</h2>
        {messages.length === 0 ? (
          <p class="quiet">{texts.noDeliveries}</p>
        ) : (
          <ul class="rows">
            {messages.map((message) => (
              <li key={message.id}>
                <p>
                  <a href={`${base}/settings/webhooks/messages/${message.publicId}`}>{texts.event[message.type]}</a>
                </p>
                <MessageState texts={all} zone={zone} message={message} />
              </li>
            ))}
          </ul>
        )}
        {next !== null && (
          <p>
            <a href={`${address}?before=${next}`}>{texts.older}</a>
          </p>
        )}
      </section>
    </SettingsFrame>
  );
}

interface StateProps {
  readonly texts: Texts;
  readonly zone: string;
  readonly message: Message;
}

function MessageState({ texts: all, zone, message }: StateProps) {
  const texts = all.settingsWebhooks;
  const { createdAt, state, dueAt, overAt, attempts } = message;
  const time = (at: number) => <Moment at={at} tag={all.tag} zone={zone} />;
  return (
    <p class="quiet">
      {time(createdAt)} · {texts.messageState[state]} {overAt !== null && time(overAt)}
      {state === 'waiting' &&
        (dueAt === null ? (
          <> · {texts.behind}</>
        ) : (
          <>
            {' · '}
            {texts.next} {time(dueAt)}
          </>
        ))}
      {attempts > 0 && <> · {texts.tries(attempts)}</>}
    </p>
  );
}

interface MessageProps extends PageProps {
  readonly message: Message;
  /** Oldest first. */
  readonly attempts: Delivery['attempts'];
}

export function WebhookMessagePage(props: MessageProps) {
  const { base, texts: all, zone, message, attempts, notice, fault } = props;
  const texts = all.settingsWebhooks;
  const { publicId, webhookId, type, payload, request } = message;
  return (
    <SettingsFrame base={base} texts={all.settings} title={texts.event[type]} notice={notice} fault={fault}>
      <p>
        <a href={`${base}/settings/webhooks/${webhookId}`}>‹ {texts.deliveries}</a>
      </p>
      <p>
        <code>{publicId}</code>
      </p>
      <MessageState texts={all} zone={zone} message={message} />
      <form method="post" action={`${base}/settings/webhooks/messages/${publicId}/resend`}>
        <button type="submit" class="button">
          {texts.resend}
        </button>
      </form>
      <section aria-labelledby="attempts">
        <h2 id="attempts">{texts.attempts}</h2>
        {attempts.length === 0 && <p class="quiet">{texts.noAttempts}</p>}
        <ul class="rows">
          {attempts.map(({ time, status, durationMs, answer }) => (
            <li key={time}>
              <p>
                <strong>{status ?? texts.noAnswer}</strong> · <Moment at={time} tag={all.tag} zone={zone} /> ·{' '}
                {texts.milliseconds(durationMs)}
              </p>
              {answer !== '' && (
                <pre class="wrapped" dir="auto">
                  {answer}
                </pre>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="body">
        <h2 id="body">{texts.body}</h2>
        {request !== null && (
          <p>
            <code>
              {request.method} {request.url}
            </code>
          </p>
        )}
        <pre class="wrapped" dir="ltr">
          {indented(payload)}
        </pre>
      </section>
    </SettingsFrame>
  );
}

/** A body for people; one that is no JSON, as that of a rule may be, stays as it is. */
function indented(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
