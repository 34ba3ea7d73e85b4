// The words of the server's own mails: the test mail, and the reminder before a certificate ends.
import type { CertificateWarning } from '../operations/certificates/certificate-warnings.ts';
import { renderNotice } from './notice-mail.tsx';
import type { Texts } from './texts/en/index.ts';
import { textsFor } from './texts/language.ts';

/** `name`: of the account. */
export function renderTestMail(name: string, { tag, settingsMail: texts }: Texts) {
  return renderNotice({
    tag,
    subject: texts.testSubject,
    heading: texts.testHeading,
    lines: [texts.testLine(name)],
    link: null,
  });
}

/** `language`: of the account; null: unknown. */
export function renderReminder(
  { passTypeIdentifier, notAfter, daysLeft }: CertificateWarning,
  { language, rootUrl }: { readonly language: string | null; readonly rootUrl: string },
) {
  const { tag, settingsCertificate: texts } = textsFor(language ?? '');
  const date = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' }).format(notAfter);
  return renderNotice({
    tag,
    subject: texts.reminderSubject(passTypeIdentifier, daysLeft),
    heading: texts.reminderHeading,
    lines: [texts.reminderText(passTypeIdentifier, date), texts.reminderDo],
    link: { text: texts.reminderButton, href: `${rootUrl}/settings/certificate` },
  });
}
