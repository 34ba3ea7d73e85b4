// The registration form, and the page that thanks for it.
import { raw } from 'hono/html';
import type { Faults } from '../operations/check-registration.ts';
import type { FormField } from '../operations/registration-form.ts';
import { Field, FORM_PREFIX, targetId } from './form-field.tsx';
import type { RegisterTexts } from './texts/register.ts';

export interface RegisterForm {
  readonly base: string;
  readonly texts: RegisterTexts;
  /** What the pass is. */
  readonly title: string;
  /** What the form registers, as its link named it. */
  readonly target: Readonly<Record<string, string>>;
  /** A key of this form: sending it twice registers once. */
  readonly requestId: string;
  readonly isNew: boolean;
  /** Cleaned HTML; empty for none. */
  readonly message: string;
  readonly fields: readonly FormField[];
  readonly faults: Faults;
  /** Why the form as a whole was not taken. */
  readonly problem: string | null;
}

export function RegistrationForm(props: RegisterForm) {
  const { base, texts, title, target, isNew, message, fields } = props;
  return (
    <main class="registration">
      <h1 dir="auto">{title}</h1>
      {message === '' ? (
        <p class="quiet">{isNew ? texts.leadNew : texts.leadUpdate}</p>
      ) : (
        <div class="message" dir="auto">
          {raw(message)}
        </div>
      )}
      <Problems {...props} />
      <form method="post" action={`${base}/pass/register.php`} enctype="multipart/form-data" novalidate class="form">
        <input type="hidden" name="psForm" value="0" />
        <input type="hidden" name="requestId" value={props.requestId} />
        {Object.entries(target).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        {fields.some(({ isRequired }) => isRequired) && <p class="hint">{texts.requiredNote}</p>}
        {fields.map((field, position) => (
          <Field
            field={field}
            id={idOf(position)}
            fault={faultOf(props, field)}
            texts={texts}
            base={base}
            key={field.path}
          />
        ))}
        <button type="submit" class="button" name={`${FORM_PREFIX}submit`} value="1">
          {isNew ? texts.submitNew : texts.submitUpdate}
        </button>
      </form>
    </main>
  );
}

function idOf(position: number): string {
  return `field-${position}`;
}

function faultOf({ faults, texts }: RegisterForm, { path }: FormField): string | null {
  const fault = Object.hasOwn(faults, path) ? faults[path] : undefined;
  return fault === undefined ? null : texts.faults[fault];
}

/** Above the form, and where a keyboard or a screen reader is after the form was sent. */
function Problems(props: RegisterForm) {
  const { fields, texts, problem } = props;
  const faulty = fields.flatMap((field, position) => {
    const fault = faultOf(props, field);
    return fault === null ? [] : [{ field, fault, target: targetId(field, idOf(position)) }];
  });
  if (problem === null && faulty.length === 0) return null;
  return (
    <div class="problems" role="alert" tabindex={-1} autofocus>
      {problem !== null && <p dir="auto">{problem}</p>}
      {faulty.length > 0 && (
        <>
          <h2>{texts.summary(faulty.length)}</h2>
          <ul>
            {faulty.map(({ field, fault, target }) => (
              <li>
                <a href={`#${target}`}>
                  <bdi>{field.label}</bdi>: {fault}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

export interface RegisteredProps {
  readonly base: string;
  readonly texts: RegisterTexts;
  readonly title: string;
  /** The pass. */
  readonly hash: string;
  /** Cleaned HTML; empty for none. */
  readonly message: string;
}

export function RegisteredPage({ base, texts, title, hash, message }: RegisteredProps) {
  const pass = `${base}/pass/create.php?hashedSerialNumber=${hash}`;
  return (
    <main class="registration">
      <section class="panel">
        <p class="quiet" dir="auto">
          {title}
        </p>
        <h1>{texts.thanks}</h1>
        {message === '' ? (
          <p>{texts.thanksText}</p>
        ) : (
          <div class="message" dir="auto">
            {raw(message)}
          </div>
        )}
        <p class="downloadButton">
          <a class="button" href={`${pass}&download=true`}>
            {texts.addToWallet}
          </a>
        </p>
        <p class="links">
          <a href={pass}>{texts.showPass}</a>
          <a href={`${base}/pass/register.php?hashedSerialNumber=${hash}`}>{texts.edit}</a>
        </p>
      </section>
    </main>
  );
}
