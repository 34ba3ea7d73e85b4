// Serves /settings/account: name, language, time zone, login and additional JSON of the account.
import { Hono, type Context as HonoContext } from 'hono';
import { type Caller, ownerOf } from '../../operations/access/caller.ts';
import type { GuessThrottle } from '../../operations/access/guess-throttle.ts';
import { confirmPassword } from '../../operations/access/login.ts';
import {
  type AccountSettings,
  changeAccountSettings,
  setPassword,
} from '../../operations/accounts/account-settings.ts';
import { mistake } from '../../operations/accounts/mistake.ts';
import { timeZones, zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import type { Account } from '../../ports/store/accounts.ts';
import { jsonOf } from '../../rules/values/key-order.ts';
import { isObject, type JsonObject } from '../../rules/values/values.ts';
import { LANGUAGES } from '../../ui/texts/language.ts';
import { type AccountForm, AccountPage } from '../../ui/workshop/settings-account.tsx';
import type { Fault } from '../../ui/workshop/settings-parts.tsx';
import { addressOf } from '../caller.ts';
import { textsOf } from '../frame.tsx';
import { parseJson } from '../json-body.ts';
import { basePath } from '../pages/assets.ts';
import { LARGEST_TEXT_BODY, type Parameters, readParameters } from '../parameters.ts';
import { startSession } from '../session.ts';
import { textIn } from './form-texts.ts';
import { type Done, donePath, faultOf, noticeOf } from './settings-form.tsx';
import { answerWorkshop, forRight } from './signed-in.tsx';

const PAGE = '/settings/account';
const TAGS = LANGUAGES.map(({ tag }) => tag);

export function settingsAccountRoutes(context: Context, throttle: GuessThrottle): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);

  const show = async (c: HonoContext, caller: Caller, form: AccountForm, fault: Fault | null) => {
    const texts = textsOf(c);
    return answerWorkshop(context, c, caller, {
      place: 'settings',
      title: texts.settingsAccount.title,
      status: fault === null ? 200 : 400,
      body: (
        <AccountPage
          base={base}
          texts={texts}
          form={form}
          zones={timeZones()}
          serverZone={zoneOf({ timeZone: null })}
          isOwnLogin={isOwnLogin(caller)}
          notice={fault === null ? noticeOf(c, texts) : null}
          fault={fault}
        />
      ),
    });
  };

  app.get(
    PAGE,
    forRight(context, 'people', (c, caller) => show(c, caller, formOf(caller.account), null)),
  );

  /** A form of the page: `change` answers what happened; its faults show the form with what was typed. */
  const form = (name: string, change: (c: HonoContext, caller: Caller, given: Parameters) => Promise<Done>) =>
    app.post(
      `${PAGE}/${name}`,
      forRight(context, 'people', async (c, caller) => {
        const given = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
        try {
          return c.redirect(donePath(context, PAGE, await change(c, caller, given)), 303);
        } catch (error) {
          const fault = faultOf(error, textsOf(c));
          return show(c, caller, typedInto(formOf(caller.account), given), fault);
        }
      }),
    );
  const set = (caller: Caller, settings: AccountSettings) => changeAccountSettings(context, caller, settings, TAGS);

  form('profile', async (_, caller, given) => {
    const language = textIn(given, 'language');
    const timeZone = textIn(given, 'timeZone');
    await set(caller, {
      name: textIn(given, 'name'),
      language: language === '' ? null : language,
      timeZone: timeZone === '' ? null : timeZone,
    });
    return 'saved';
  });

  form('login', async (c, caller, given) => {
    // A member has a login of the own.
    requireOwnLogin(caller);
    await confirmPassword(context, throttle, caller, {
      password: textIn(given, 'current'),
      address: addressOf(c),
    });
    const password = textIn(given, 'password');
    let account = await set(caller, { email: textIn(given, 'email') });
    if (password !== '') account = await setPassword(context, ownerOf(account), password);
    if (account === caller.account) return 'unchanged';
    // Session cookies are signed with both, so this browser gets a new one; the others are logged out.
    startSession(context, c, ownerOf(account));
    return password === '' ? 'saved' : 'password';
  });

  form('additional', async (_, caller, given) => {
    await set(caller, { additional: readAdditional(textIn(given, 'additional')) });
    return 'saved';
  });
  return app;
}

function isOwnLogin({ member }: Caller): boolean {
  return member === undefined;
}

function requireOwnLogin(caller: Caller): void {
  if (isOwnLogin(caller)) return;
  throw mistake('current', 'password_current', "Only the account's own login may change its e-mail and password.");
}

function formOf(account: Account): AccountForm {
  const { name, email, language, timeZone, additional } = account;
  const isEmpty = Object.keys(additional).length === 0;
  return {
    name,
    email,
    language: language ?? '',
    timeZone: timeZone ?? '',
    additional: isEmpty ? '' : jsonOf(additional, 2),
  };
}

/** What was typed; inputs of the page's other forms as they are stored. */
function typedInto(stored: AccountForm, given: Parameters): AccountForm {
  const typed = Object.keys(stored).filter((name) => typeof given[name] === 'string');
  return { ...stored, ...Object.fromEntries(typed.map((name) => [name, textIn(given, name)])) };
}

/** The JSON object of the text field; an empty one is {}. Fails with `body_invalid`, `parameter_invalid`. */
function readAdditional(text: string): JsonObject {
  if (text.trim() === '') return {};
  const value = parseJson(text, 'The additional JSON', { field: 'additional' });
  if (isObject(value)) return value;
  throw mistake('additional', 'additional_wrong', 'The additional JSON is an object, such as {"psDashboard": {}}.');
}
