// What holders and guests read in French. The owner's pages do not speak this language: a browser that
// asks for it gets them in English, whose words stand here in their places.
import { en, type Texts } from '../en/index.ts';
import { certificate } from './certificate.ts';
import { errors } from './errors.ts';
import { form } from './form.ts';
import { mail } from './mail.ts';
import { pass } from './pass.ts';
import { passCard } from './pass-card.ts';
import { passcode } from './passcode.ts';
import { register } from './register.ts';

export const fr: Texts = {
  ...en,
  tag: 'fr',
  certificate: { ...en.certificate, ...certificate },
  errors: { ...en.errors, ...errors },
  form,
  /** What the page says that asks a guest to log in. */
  login: { ...en.login, submit: 'Se connecter' },
  mail,
  pass,
  passCard,
  passcode,
  register,
};
