// The words of the login form, in German.
import type { Texts } from '../en/index.ts';

export const login: Texts['login'] = {
  title: 'Anmelden',
  heading: 'Bei Passwright anmelden',
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  submit: 'Anmelden',
  tooMany: (duration) =>
    `Zu viele Anmeldungen sind gescheitert. Bitte warten Sie ${duration} und versuchen Sie es dann noch einmal.`,
  firstStart: 'Beim ersten Start hat der Server E-Mail-Adresse und Passwort des ersten Kontos ausgegeben.',
  forPrograms: 'Was Programme aufrufen können:',
  api: 'Die API',
};
