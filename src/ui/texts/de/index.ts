// Every word that pages and mails say in German, a file a page.
import type { Texts } from '../en/index.ts';
import { audit } from './audit.ts';
import { batch } from './batch.ts';
import { cards } from './cards.ts';
import { certificate } from './certificate.ts';
import { checks } from './checks.ts';
import { code } from './code.ts';
import { customer, customers } from './customers.ts';
import { design } from './design.ts';
import { differences } from './differences.ts';
import { editor } from './editor.ts';
import { errors } from './errors.ts';
import { form } from './form.ts';
import { help } from './help.ts';
import { historyImport } from './history-import.ts';
import { login } from './login.ts';
import { mail } from './mail.ts';
import { news } from './news.ts';
import { overview } from './overview.ts';
import { parts } from './parts.ts';
import { pass } from './pass.ts';
import { passCard } from './pass-card.ts';
import { passcode } from './passcode.ts';
import { people } from './people.ts';
import { pictures } from './pictures.ts';
import { recipes } from './recipes.ts';
import { reference } from './reference.ts';
import { register } from './register.ts';
import { rename } from './rename.ts';
import { rules } from './rules.ts';
import { runs } from './runs.ts';
import { scanner } from './scanner.ts';
import { schedules } from './schedules.ts';
import { segments } from './segments.ts';
import { send } from './send.ts';
import { sentences } from './sentences.ts';
import { settings } from './settings.ts';
import { settingsAccount } from './settings-account.ts';
import { settingsCertificate } from './settings-certificate.ts';
import { settingsKeys } from './settings-keys.ts';
import { settingsMail } from './settings-mail.ts';
import { settingsServer } from './settings-server.ts';
import { settingsWebhooks } from './settings-webhooks.ts';
import { shell } from './shell.ts';
import { simulator } from './simulator.ts';
import { tills } from './tills.ts';
import { today } from './today.ts';
import { translations } from './translations.ts';
import { values } from './values.ts';
import { versions } from './versions.ts';

export const de: Texts = {
  tag: 'de',
  audit,
  batch,
  cards,
  certificate,
  code,
  checks,
  customer,
  customers,
  design,
  differences,
  editor,
  errors,
  form,
  help,
  historyImport,
  login,
  mail,
  news,
  overview,
  parts,
  pass,
  passCard,
  passcode,
  people,
  pictures,
  recipes,
  reference,
  register,
  rename,
  rules,
  runs,
  scanner,
  schedules,
  segments,
  send,
  sentences,
  settings,
  settingsAccount,
  settingsCertificate,
  settingsKeys,
  settingsMail,
  settingsServer,
  settingsWebhooks,
  shell,
  simulator,
  tills,
  today,
  translations,
  versions,
  values,
};
