// The words of mails.
import type { Language } from './language.ts';

const en = {
  subject: (description: string) => `Your pass: ${description}`,
  heading: (organisation: string) => `Your pass from ${organisation}`,
  open: 'Open your pass',
  how: 'Open the link on your iPhone to add the pass to Apple Wallet. On a computer it shows a code that leads your phone there.',
  keep: 'Keep this mail: with the link you get your pass back, on a new phone as well. Whoever has the link has the pass.',
  made: 'Made with Passwright',
};

const de: typeof en = {
  subject: (description) => `Ihr Pass: ${description}`,
  heading: (organisation) => `Ihr Pass von ${organisation}`,
  open: 'Pass öffnen',
  how: 'Öffnen Sie den Link auf Ihrem iPhone, um den Pass zu Apple Wallet hinzuzufügen. Auf einem Computer zeigt er einen Code, der Ihr Telefon dorthin führt.',
  keep: 'Bewahren Sie diese E-Mail auf: Mit dem Link bekommen Sie Ihren Pass wieder, auch auf einem neuen Telefon. Wer den Link hat, hat den Pass.',
  made: 'Erstellt mit Passwright',
};

export const MAIL_TEXTS: Readonly<Record<Language, typeof en>> = { en, de };
