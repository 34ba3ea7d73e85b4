// The words of mails to holders, in German.
import type { Texts } from '../en/index.ts';

export const mail: Texts['mail'] = {
  subject: (description) => `Ihr Pass: ${description}`,
  heading: (organisation) => `Ihr Pass von ${organisation}`,
  open: 'Pass öffnen',
  how: 'Öffnen Sie den Link auf Ihrem iPhone, um den Pass zu Apple Wallet hinzuzufügen. Andere Telefone zeigen die Karte im Browser. Auf einem Computer zeigt er einen Code, der Ihr Telefon dorthin führt.',
  howAny:
    'Öffnen Sie den Link auf Ihrem Telefon: Ein iPhone fügt den Pass zu Apple Wallet hinzu, ein Android-Telefon zu Google Wallet. Auf einem Computer zeigt er einen Code, der Ihr Telefon dorthin führt.',
  keep: 'Bewahren Sie diese E-Mail auf: Mit dem Link bekommen Sie Ihren Pass wieder, auch auf einem neuen Telefon. Wer den Link hat, hat den Pass.',
  made: 'Erstellt mit Passwright',
};
