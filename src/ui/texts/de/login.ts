// The words of the login form, in German.
import type { Texts } from '../en/index.ts';

export const login: Texts['login'] = {
  title: 'Anmelden',
  heading: 'Bei Passwright anmelden',
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  submit: 'Anmelden',
  firstStart: 'Beim ersten Start hat der Server E-Mail-Adresse und Passwort des ersten Kontos ausgegeben.',
  forPrograms: 'Was Programme aufrufen können:',
  api: 'Die API',
};
