// The registration form, and the page after it that says thanks.
import { raw } from 'hono/html';
import type { Faults } from '../operations/registration/check-registration.ts';
import type { FormField } from '../operations/registration/registration-form.ts';
import { numberText } from '../rules/values/values.ts';
import { AddToWallet, AddToWallets } from './add-to-wallet.tsx';
import { inputHints } from './field-inputs.ts';
import { Field, type ShownField, targetId } from './form-field.tsx';
import { Problems } from './form-problems.tsx';
import { TestPass } from './test-pass.tsx';
import type { Texts } from './texts/en/index.ts';

/** The prefix of value names in the guide's forms. */
const FORM_PREFIX = 'psForm_0_';
/** The prefix of hidden inputs with the content hash of a picture that an earlier try uploaded. */
export const KEPT_PREFIX = 'psKept_';

export interface RegisterForm {
  readonly base: string;
  readonly texts: Texts;
  /** The address of the script that counts steppers in the page. */
  readonly script: string;
  /** The pass's description. */
  readonly title: string;
  /** The template or pass to register, as the link named it. */
  readonly target: Readonly<Record<string, string>>;
  /** A key of this form: sending it twice registers once. */
  readonly requestId: string;
  readonly isNew: boolean;
  /** Cleaned HTML; empty for none. */
  readonly message: string;
  readonly fields: readonly FormField[];
  readonly faults: Faults;
  /** Why the form as a whole was refused. */
  readonly problem: string | null;
}

export function RegistrationForm(props: RegisterForm) {
  const { base, texts, script, title, target, isNew, message, fields } = props;
  const words = texts.register;
  return (
    <main class="registration">
      <h1 dir="auto">{title}</h1>
      {message === '' ? (
        <p class="quiet">{isNew ? words.leadNew : words.leadUpdate}</p>
      ) : (
        <div class="message" dir="auto">
          {raw(message)}
        </div>
      )}
      <FormProblems {...props} />
      <form method="post" action={`${base}/pass/register.php`} enctype="multipart/form-data" novalidate class="form">
        <input type="hidden" name="psForm" value="0" />
        <input type="hidden" name="requestId" value={props.requestId} />
        {Object.entries(target).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        {fields.some(({ isRequired }) => isRequired) && <p class="hint">{words.requiredNote}</p>}
        {fields.map((field, position) => (
          <Field field={shownField(props, field)} id={idOf(position)} texts={texts.form} key={field.path}>
            {field.kept !== null && <input type="hidden" name={KEPT_PREFIX + field.path} value={field.kept} />}
          </Field>
        ))}
        <button type="submit" class="button" name={`${FORM_PREFIX}submit`} value="1">
          {isNew ? words.submitNew : words.submitUpdate}
        </button>
      </form>
      {fields.some(({ kind }) => kind === 'stepper') && <script type="module" src={script} />}
    </main>
  );
}

function idOf(position: number): string {
  return `field-${position}`;
}

function faultOf({ faults, texts }: RegisterForm, { path, kind }: FormField): string | null {
  const fault = Object.hasOwn(faults, path) ? faults[path] : undefined;
  if (fault === undefined) return null;
  return texts.register.faults[fault === 'VRequired' ? (REQUIRED_FAULTS[kind] ?? fault) : fault];
}

/** Words for a required field where nothing is typed. */
const REQUIRED_FAULTS = {
  checkbox: 'VTrue',
  dropdown: 'chooseRequired',
  multiselect: 'chooseRequired',
  image: 'imageRequired',
} as Readonly<Partial<Record<FormField['kind'], 'VTrue' | 'chooseRequired' | 'imageRequired'>>>;

function shownField(props: RegisterForm, field: FormField): ShownField {
  const { base, texts } = props;
  return {
    ...field,
    label: labelOf(field, texts),
    name: FORM_PREFIX + field.path,
    unticked: '',
    step: numberText(field.step),
    stepName: null,
    picture: field.picture === null ? null : base + field.picture,
    input: inputHints(field),
    hint: hintOf(field, texts),
    fault: faultOf(props, field),
  };
}

/** A place that every pass has and that its owner did not name is named in the page's language. */
function labelOf({ label, path }: FormField, { form }: Texts): string {
  const places: Readonly<Record<string, string>> = form.places;
  return label === path && Object.hasOwn(places, path) ? places[path]! : label;
}

function hintOf({ kind, kept, picture, validation }: FormField, { form, register }: Texts): string | null {
  if (kind === 'image') return kept !== null ? form.pictureKept : picture === null ? form.picture : form.picturePresent;
  if (kind !== 'text') return null;
  const hints: Readonly<Partial<Record<string, string>>> = register.hints;
  return validation.map((name) => hints[name]).find((hint) => hint !== undefined) ?? null;
}

function FormProblems(props: RegisterForm) {
  const { fields, texts, problem } = props;
  const faulty = fields.flatMap((field, position) => {
    const { kind } = field;
    const fault = faultOf(props, field);
    if (fault === null) return [];
    const named = (
      <>
        <bdi>{labelOf(field, texts)}</bdi>: {fault}
      </>
    );
    return [{ target: targetId(kind, idOf(position)), fault: named }];
  });
  if (problem === null && faulty.length === 0) return null;
  return <Problems problem={problem} faulty={faulty} texts={texts.form} />;
}

export interface RegisteredProps {
  readonly base: string;
  readonly texts: Texts;
  /** The phone has no Apple Wallet: it gets the page of the card instead of the button. */
  readonly isAndroid: boolean;
  /** The pass carries the development certificate. */
  readonly isTestPass: boolean;
  readonly title: string;
  /** The path that adds the pass to Google Wallet; null: its owner does not use Google Wallet. */
  readonly google: string | null;
  /** The pass's hashedSerialNumber. */
  readonly hash: string;
  /** Cleaned HTML; empty for none. */
  readonly message: string;
}

export function RegisteredPage(props: RegisteredProps) {
  const { base, texts: all, isAndroid, isTestPass, title, google, hash, message } = props;
  const { register: texts } = all;
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
        {isAndroid && google !== null && <AddToWallet href={google} text={all.pass.addToGoogle} />}
        {isAndroid ? (
          <p class="action">
            <a class="button" href={pass}>
              {texts.showPass}
            </a>
          </p>
        ) : (
          <AddToWallets apple={`${pass}&download=true`} google={google} texts={all.pass} />
        )}
        <p class="links">
          {!isAndroid && <a href={pass}>{texts.showPass}</a>}
          <a href={`${base}/pass/register.php?hashedSerialNumber=${hash}`}>{texts.edit}</a>
        </p>
      </section>
      {isTestPass && <TestPass texts={all.certificate} />}
    </main>
  );
}
