// Answers the page with a registration form, for /pass/register.php and for creation links whose
// values are wrong.
import type { Context as HonoContext } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { RawFields } from '../../operations/change/take-fields.ts';
import type { Fields } from '../../operations/change/write-fields.ts';
import type { Context } from '../../operations/context.ts';
import type { Faults } from '../../operations/registration/check-registration.ts';
import { nameOfPass, type Registration } from '../../operations/registration/find-registration.ts';
import { messageHtml } from '../../operations/registration/message-html.ts';
import { formFields } from '../../operations/registration/registration-form.ts';
import { RegistrationForm } from '../../ui/register.tsx';
import { scriptPath } from '../browser-files.ts';
import { answerPage, textsOf } from '../frame.tsx';
import { pagePolicy } from '../page-policy.ts';
import { basePath } from './assets.ts';

/** Allows images over HTTPS, because a message may show pictures of its owner's site. */
export const MESSAGE_POLICY = pagePolicy({ 'img-src': "'self' data: https:" });

/**
 * The hidden parameters of the form: the pass, or the template by its hash or id as the link named
 * it.
 */
export function targetOf(
  { pass, template }: Registration,
  link: { readonly templateHash?: string | undefined; readonly templateId?: string | undefined },
): Record<string, string> {
  if (pass !== null) return { hashedSerialNumber: pass.hash };
  return link.templateHash === undefined && link.templateId !== undefined
    ? { templateId: String(template.id) }
    : { templateHash: template.hash };
}

/** The content of a form, and the outcome of the last submission. */
export interface ShownForm {
  readonly registration: Registration;
  readonly target: Readonly<Record<string, string>>;
  /** Prefilled values, or the values of a refused submission. */
  readonly given: RawFields;
  readonly faults?: Faults;
  readonly images?: Fields;
  readonly problem?: string;
  readonly status?: ContentfulStatusCode;
}

/** Answers the page with the filled form of a template or a pass. */
export async function registrationForm(context: Context, c: HonoContext, shown: ShownForm): Promise<Response> {
  const { registration, target, given, faults = {}, images, problem = null } = shown;
  const texts = textsOf(c);
  const { rootUrl } = context.settings;
  const title = nameOfPass(registration);
  const isRefused = problem !== null || Object.keys(faults).length > 0;
  return answerPage(context, c, {
    title: isRefused ? texts.register.errorTitle(title) : title,
    status: shown.status ?? (isRefused ? 400 : 200),
    preview: {
      summary: registration.pass === null ? texts.register.leadNew : texts.register.leadUpdate,
      address: `${rootUrl}/pass/register.php?${new URLSearchParams(target)}`,
      image: null,
    },
    policy: MESSAGE_POLICY,
    body: (
      <RegistrationForm
        base={basePath(rootUrl)}
        texts={texts}
        script={await scriptPath(rootUrl, 'pages/stepper.js')}
        title={title}
        target={target}
        requestId={context.ids.token()}
        isNew={registration.pass === null}
        message={messageHtml(registration, 'psRegistrationMessage')}
        fields={formFields(context, registration, given, images)}
        faults={faults}
        problem={problem}
      />
    ),
  });
}
