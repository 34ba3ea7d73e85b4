// The pages of all webhooks: the list with the secret that was just made, and the form of one.
import type { Deliveries } from '../../operations/webhooks/deliveries.ts';
import { WEBHOOK_EVENTS } from '../../rules/webhooks/words.ts';
import type { Texts } from '../texts/en/index.ts';
import { Moment } from './moment.tsx';
import { CopyText, Entry, type Fault, SettingsFrame } from './settings-parts.tsx';

/** A webhook as operations answer it. */
export type ShownWebhook = Deliveries['webhook'];

/** A secret that was just made: whose it is, and itself; `gone` for one that was shown before. */
export type MadeSecret = { readonly name: string; readonly secret: string } | 'gone' | null;

interface PageProps {
  readonly base: string;
  readonly texts: Texts;
  readonly notice: string | null;
  readonly fault: Fault | null;
}

interface WebhooksProps extends PageProps {
  readonly zone: string;
  readonly webhooks: readonly ShownWebhook[];
  readonly made: MadeSecret;
}

export function WebhooksPage({ base, texts: all, zone, webhooks, made, notice, fault }: WebhooksProps) {
  const texts = all.settingsWebhooks;
  const endpoints = webhooks.filter(({ kind }) => kind === 'endpoint');
  const actions = webhooks.find(({ kind }) => kind === 'actions');
  return (
    <SettingsFrame base={base} texts={all.settings} title={texts.title} notice={notice} fault={fault}>
      <p>{texts.why}</p>
      <p>
        <a href={`${base}/docs#insertUpdateWebhook`}>{texts.docs}</a>
      </p>
      <Secret texts={all} made={made} />
      {endpoints.length === 0 ? (
        <p class="quiet">{texts.none}</p>
      ) : (
        <ul class="rows">
          {endpoints.map((webhook) => (
            <li key={webhook.id}>
              <p>
                <a href={`${base}/settings/webhooks/${webhook.id}`} dir="auto">
                  {webhookName(webhook)}
                </a>
              </p>
              <WebhookState texts={all} zone={zone} webhook={webhook} />
            </li>
          ))}
        </ul>
      )}
      <p>
        <a class="button" href={`${base}/settings/webhooks/new`}>
          {texts.add}
        </a>
      </p>
      <section class="panel" aria-labelledby="actions">
        <h2 id="actions">{texts.actions}</h2>
        <p>{texts.actionsText}</p>
        {actions !== undefined && (
          <p>
            <a href={`${base}/settings/webhooks/${actions.id}`}>{texts.actionsSent}</a>
          </p>
        )}
        <form method="post" action={`${base}/settings/webhooks/actions`}>
          <button type="submit" class="button plain">
            {actions === undefined ? texts.actionsMake : texts.rotate}
          </button>
        </form>
      </section>
    </SettingsFrame>
  );
}

/** The name by which owners know a webhook. */
export function webhookName({ description, url }: Pick<ShownWebhook, 'description' | 'url'>): string {
  return description === '' ? url : description;
}

function Secret({ texts: all, made }: { readonly texts: Texts; readonly made: MadeSecret }) {
  const texts = all.settingsWebhooks;
  if (made === null) return null;
  if (made === 'gone') return <p class="quiet">{texts.secretGone}</p>;
  return (
    <section class="panel" role="status" aria-labelledby="made">
      <h2 id="made">{texts.secretTitle}</h2>
      <p dir="auto">{made.name}</p>
      <p>{texts.secretText}</p>
      <CopyText text={made.secret} texts={all.settings} label={`${all.settings.copy}: ${texts.secret}`} />
      <p class="quiet">{texts.secretOld}</p>
    </section>
  );
}

interface StateProps {
  readonly texts: Texts;
  readonly zone: string;
  readonly webhook: ShownWebhook;
}

/** Whether a webhook gets messages, and since when its tries fail. */
export function WebhookState({ texts: all, zone, webhook }: StateProps) {
  const texts = all.settingsWebhooks;
  const { url, description, state, reason, failingSince, createdAt } = webhook;
  const time = (at: number) => <Moment at={at} tag={all.tag} zone={zone} />;
  return (
    <>
      {description !== '' && (
        <p class="quiet">
          <code>{url}</code>
        </p>
      )}
      <p class="quiet">
        {state === 'active' ? texts.state[state] : <strong>{texts.state[state]}</strong>}
        {reason !== null && <> · {texts.reason[reason]}</>}
        {failingSince !== null && (
          <>
            {' · '}
            {texts.failingSince} {time(failingSince)}
          </>
        )}
        {' · '}
        {texts.made} {time(createdAt)}
      </p>
    </>
  );
}

/** What was typed, or what a webhook is now. */
export interface WebhookForm {
  readonly url: string;
  readonly description: string;
  readonly events: readonly string[];
  readonly templateHash: string;
  readonly condition: string;
}

interface FormProps extends PageProps {
  /** The webhook that is changed; null: a new one. */
  readonly id: number | null;
  readonly form: WebhookForm;
  readonly templates: readonly { readonly hash: string; readonly name: string }[];
}

export function WebhookFormPage({ base, texts: all, id, form, templates, fault }: FormProps) {
  const texts = all.settingsWebhooks;
  const title = id === null ? texts.addTitle : texts.changeTitle;
  const action = `${base}/settings/webhooks/${id === null ? 'new' : `${id}/change`}`;
  const eventsFault = fault?.field === 'events' ? fault.words : null;
  return (
    <SettingsFrame base={base} texts={all.settings} title={title} fault={fault}>
      <form method="post" action={action} class="form">
        <Entry
          name="url"
          label={texts.url}
          hint={texts.urlHint}
          fault={fault}
          control={(attributes) => <input type="url" value={form.url} required dir="ltr" {...attributes} />}
        />
        <Entry
          name="description"
          label={`${texts.description} (${all.settings.optional})`}
          fault={fault}
          control={(attributes) => <input type="text" value={form.description} {...attributes} />}
        />
        <fieldset>
          <legend>{texts.events}</legend>
          {eventsFault !== null && (
            <p class="fault" role="alert">
              {eventsFault}
            </p>
          )}
          {WEBHOOK_EVENTS.map((event) => (
            <div class="field checkbox" key={event}>
              <label class="tick" for={`event-${event}`}>
                <input
                  type="checkbox"
                  id={`event-${event}`}
                  name="events"
                  value={event}
                  checked={form.events.includes(event)}
                />
                <span>
                  {texts.event[event]} <code>{event}</code>
                </span>
              </label>
            </div>
          ))}
        </fieldset>
        <Entry
          name="templateHash"
          label={texts.card}
          fault={fault}
          control={(attributes) => (
            <select {...attributes}>
              <option value="">{texts.allCards}</option>
              {templates.map(({ hash, name }) => (
                <option key={hash} value={hash} selected={hash === form.templateHash}>
                  {name}
                </option>
              ))}
            </select>
          )}
        />
        <Entry
          name="condition"
          label={`${texts.condition} (${all.settings.optional})`}
          hint={texts.conditionHint}
          fault={fault}
          control={(attributes) => <input type="text" value={form.condition} dir="ltr" {...attributes} />}
        />
        <button type="submit" class="button">
          {texts.save}
        </button>
      </form>
    </SettingsFrame>
  );
}
