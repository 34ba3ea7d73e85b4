// Serves /pass/register.php, the form with which holders get a pass or change theirs, and
// /pass/registered.php, the page that thanks them.
import { Hono, type Context as HonoContext } from 'hono';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { type CreationThrottle, countCreation } from '../../operations/access/creation-throttle.ts';
import { isTestPass } from '../../operations/certificates/development.ts';
import type { Context } from '../../operations/context.ts';
import { googlePath } from '../../operations/google/save-link.ts';
import {
  findRegistration,
  nameOfPass,
  openForHolder,
  type Registration,
} from '../../operations/registration/find-registration.ts';
import { messageHtml } from '../../operations/registration/message-html.ts';
import { type RunningForms, registerPass } from '../../operations/registration/register-pass.ts';
import { requireOpenIssue } from '../../operations/templates/issue-gate.ts';
import { durationIn } from '../../ui/duration.ts';
import { RegisteredPage } from '../../ui/register.tsx';
import { addressOf } from '../caller.ts';
import { answerPage, brandPage, languageOf, textsOf } from '../frame.tsx';
import { LARGEST_TEXT_BODY, readParameters } from '../parameters.ts';
import { read, shapes } from '../passsource/function-parameters.ts';
import { setRetryAfter } from '../retry-after.ts';
import { isReader } from '../robots.ts';
import { basePath } from './assets.ts';
import { isAndroid, wantsFile } from './create.tsx';
import { pageStatus, secondsToWait } from './errors.tsx';
import { isOpenHere, passcodePath } from './open-pass.ts';
import { isSubmitted, prefilledFields, sentFields } from './register-fields.ts';
import { MESSAGE_POLICY, registrationForm, targetOf } from './registration-form.tsx';

const { text } = shapes;
const LINK = z.object({
  hashedSerialNumber: text.optional(),
  templateHash: text.optional(),
  templateId: text.optional(),
  requestId: text.optional(),
});

export function registerRoutes(context: Context, throttle: CreationThrottle): Hono {
  const app = new Hono();
  const running: RunningForms = new Map();
  for (const folder of ['/pass', '']) {
    app.on(['GET', 'POST'], `${folder}/register.php`, (c) => register(context, throttle, running, c));
    app.get(`${folder}/registered.php`, (c) => registered(context, c));
  }
  return app;
}

async function register(
  context: Context,
  throttle: CreationThrottle,
  running: RunningForms,
  c: HonoContext,
): Promise<Response> {
  const parameters = await readParameters(c.req.raw);
  const link = read(LINK, parameters);
  const reads = isReader(c.req.raw);
  const found = await findRegistration(context, link);
  brandPage(context, c, found.owner);
  if (found.pass !== null && !isOpenHere(context, c, found.pass)) return c.redirect(passcodePath(context, found.pass));
  if (found.pass !== null && found.pass.invalidatedAt !== null) throw new AppError('pass_invalid');
  if (found.places.length === 0) return c.redirect(creationLink(context, c, found));
  if (found.pass === null && !reads) requireOpenIssue(context, found);
  const target = targetOf(found, link);
  if (reads || !isSubmitted(c.req.method, parameters)) {
    const registration = found.pass === null || reads ? found : await openForHolder(context, found.pass.hash);
    return registrationForm(context, c, { registration, target, given: prefilledFields(registration, parameters) });
  }
  const given = sentFields(found, parameters);
  try {
    const depth = c.get('depth');
    const outcome = await registerPass(context, running, found, {
      sent: given,
      requestId: link.requestId,
      language: languageOf(c),
      depth,
      admit: () => countCreation(throttle, addressOf(c)),
    });
    if (outcome.kind === 'registered') {
      const thanks = `${basePath(context.settings.rootUrl)}/pass/registered.php`;
      // Programs cut the hash out of this address at the comma with which PassSource's own hashes
      // end.
      return c.redirect(`${thanks}?hashedSerialNumber=${outcome.hash},`);
    }
    if (outcome.kind === 'refused')
      return registrationForm(context, c, { registration: found, target, given, ...outcome });
    // The pass exists by now, so sending the form again changes that pass.
    const hashedSerialNumber = outcome.hash;
    const registration = await findRegistration(context, { hashedSerialNumber });
    return registrationForm(context, c, {
      registration,
      target: { hashedSerialNumber },
      given,
      problem: outcome.message,
    });
  } catch (error) {
    const problem = problemOf(c, error);
    if (problem === null) throw error;
    setRetryAfter(c, error as AppError);
    return registrationForm(context, c, {
      registration: found,
      target,
      given,
      problem,
      status: pageStatus(error as AppError),
    });
  }
}

/**
 * The sentence above the form, which shows its input again; null: a guest cannot mend the error, so
 * the error page reports it.
 */
function problemOf(c: HonoContext, error: unknown): string | null {
  if (!(error instanceof AppError)) return null;
  const { tag, register: texts } = textsOf(c);
  const wait = secondsToWait(error);
  if (wait !== null) return texts.tooMany(durationIn(tag, wait));
  return error.code === 'value_invalid' ? texts.tooLarge : null;
}

/**
 * The creation link that replaces a form without fields. The link to an existing pass drops all
 * other parameters.
 */
function creationLink(context: Context, c: HonoContext, { pass, template }: Registration): string {
  const query = new URLSearchParams(pass === null ? new URL(c.req.url).search : '');
  query.delete('templateId');
  if (pass === null) query.set('templateHash', template.hash);
  else query.set('hashedSerialNumber', pass.hash);
  return `${basePath(context.settings.rootUrl)}/pass/create.php?${query}`;
}

async function registered(context: Context, c: HonoContext): Promise<Response> {
  const { hashedSerialNumber } = read(LINK, await readParameters(c.req.raw, LARGEST_TEXT_BODY));
  if (hashedSerialNumber === undefined) throw new AppError('parameter_missing', { field: 'hashedSerialNumber' });
  const registration = await findRegistration(context, { hashedSerialNumber });
  const pass = registration.pass!;
  if (!isOpenHere(context, c, pass)) return c.redirect(passcodePath(context, pass));
  const title = nameOfPass(registration);
  brandPage(context, c, registration.owner);
  const base = basePath(context.settings.rootUrl);
  const google = wantsFile(c) ? null : await googlePath(context, { pass, owner: registration.owner });
  return answerPage(context, c, {
    title,
    policy: MESSAGE_POLICY,
    body: (
      <RegisteredPage
        base={base}
        texts={textsOf(c)}
        isAndroid={isAndroid(c)}
        isTestPass={await isTestPass(context, { pass, owner: registration.owner })}
        title={title}
        google={google && base + google}
        hash={pass.hash}
        message={messageHtml(registration, 'psRegisteredMessage')}
      />
    ),
  });
}
