// The words of the mail that tells an owner that a webhook gets no more messages.
import type { Deliveries } from '../operations/webhooks/deliveries.ts';
import { renderNotice } from './notice-mail.tsx';
import { textsFor } from './texts/language.ts';

/** `language`: of the account; null: unknown. */
export function renderEndedWebhook(
  { id, url, description, reason }: Pick<Deliveries['webhook'], 'id' | 'url' | 'description' | 'reason'>,
  { language, rootUrl }: { readonly language: string | null; readonly rootUrl: string },
) {
  const { tag, settingsWebhooks: texts } = textsFor(language ?? '');
  const name = description === '' ? new URL(url).host : description;
  return renderNotice({
    tag,
    subject: texts.endedSubject(name),
    heading: texts.endedHeading,
    lines: [texts.endedWhy[reason ?? 'failing'](name), texts.endedDo],
    link: { text: texts.endedButton, href: `${rootUrl}/settings/webhooks/${id}` },
  });
}
