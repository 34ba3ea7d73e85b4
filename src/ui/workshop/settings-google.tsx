// The page of Google Wallet: who the issuer is, which service account speaks for the issuer, and what
// Google answers.
import type { GoogleAnswer, GoogleSetup, ShownGoogle } from '../../operations/google/settings.ts';
import type { Texts } from '../texts/en/index.ts';
import { Moment } from './moment.tsx';
import { Entry, type Fault, SettingsFrame } from './settings-parts.tsx';

interface GoogleProps {
  readonly base: string;
  readonly texts: Texts;
  /** The account's time zone. */
  readonly zone: string;
  readonly setup: GoogleSetup;
  /** What the form shows: what was typed, else what is stored. */
  readonly issuerId: string;
  readonly notice: string | null;
  readonly fault: Fault | null;
  /** What Google has just answered; null: nobody asked. */
  readonly checked: GoogleAnswer | null;
}

const CONSOLE = 'https://pay.google.com/business/console';
const CLOUD = 'https://console.cloud.google.com/iam-admin/serviceaccounts';

export function GooglePage(props: GoogleProps) {
  const { base, texts: all, setup, notice, fault, checked } = props;
  const { shown } = setup;
  const texts = all.settingsGoogle;
  return (
    <SettingsFrame base={base} texts={all.settings} title={texts.title} notice={notice} fault={fault}>
      <p>{texts.why}</p>
      {checked !== null && <Checked result={checked} texts={texts} />}
      {!setup.isPublic && <p class="panel">{texts.notPublic}</p>}
      {shown === null ? <Steps texts={texts} /> : <Present {...props} shown={shown} />}
      {setup.refused.length > 0 && <Refused {...props} />}
      <Form {...props} />
    </SettingsFrame>
  );
}

function Checked({ result, texts }: { result: GoogleAnswer; texts: Texts['settingsGoogle'] }) {
  if (result.verdict === 'done') {
    return (
      <p class="notice" role="status">
        {texts.works}
      </p>
    );
  }
  const { status, reason } = result;
  return (
    <div class="error" role="alert">
      <p>{status === null ? texts.noAnswer : texts.refused(status)}</p>
      {reason === null ? <p>{texts.busy}</p> : <code dir="ltr">{reason}</code>}
      {(status === 403 || status === 404) && <p>{texts.invite}</p>}
    </div>
  );
}

function Steps({ texts }: { texts: Texts['settingsGoogle'] }) {
  const away = (address: string, words: string) => (
    <a href={address} target="_blank" rel="noreferrer">
      {words}
    </a>
  );
  return (
    <ol class="steps3">
      <li>
        <div class="stepBody">
          <h2>{texts.step1}</h2>
          <p>{texts.step1Text}</p>
          <p>{away(CONSOLE, texts.console)}</p>
        </div>
      </li>
      <li>
        <div class="stepBody">
          <h2>{texts.step2}</h2>
          <p>{texts.step2Text}</p>
          <p>{away(CLOUD, texts.cloud)}</p>
        </div>
      </li>
      <li>
        <div class="stepBody">
          <h2>{texts.step3}</h2>
          <p>{texts.step3Text}</p>
        </div>
      </li>
    </ol>
  );
}

function Present({ base, texts: all, zone, shown, checked }: GoogleProps & { shown: ShownGoogle }) {
  const texts = all.settingsGoogle;
  const { issuerId, clientEmail, changedAt, problem } = shown;
  return (
    <section class="panel" aria-labelledby="issuer">
      <h2 id="issuer">{texts.yours}</h2>
      <p>
        <strong dir="ltr">{issuerId}</strong>
        <br />
        <span class="quiet" dir="ltr">
          {clientEmail}
        </span>
      </p>
      <p class="quiet">
        {texts.since} <Moment at={changedAt} tag={all.tag} zone={zone} />
      </p>
      {problem !== null && checked === null && (
        <div class="error">
          <p>
            {texts.lastRefused} <Moment at={problem.time} tag={all.tag} zone={zone} />
          </p>
          <code dir="ltr">{problem.reason}</code>
        </div>
      )}
      <form method="post" action={`${base}/settings/google/check`}>
        <button type="submit" class="button">
          {texts.check}
        </button>
      </form>
      <p>
        <a class="button text" href={`${base}/settings/google/remove`}>
          {texts.remove}
        </a>
      </p>
    </section>
  );
}

/** Cards that phones with Android do not get as they are published. */
function Refused({ base, texts: all, zone, setup: { refused } }: GoogleProps) {
  const texts = all.settingsGoogle;
  return (
    <section class="panel" aria-labelledby="refused">
      <h2 id="refused">{texts.cardsRefused}</h2>
      <p>{texts.cardsRefusedText}</p>
      <ul>
        {refused.map(({ templateHash, templateName, status, reason, time }) => (
          <li key={templateHash}>
            <a href={`${base}/cards/${templateHash}`}>
              <bdi>{templateName}</bdi>
            </a>{' '}
            <Moment at={time} tag={all.tag} zone={zone} />
            <br />
            <code dir="ltr">{[status, reason].filter((part) => part !== null).join(' ')}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Form({ base, texts: all, setup, issuerId, fault }: GoogleProps) {
  const texts = all.settingsGoogle;
  const isNew = setup.shown === null;
  // A fault of the key stands beside the file, which most people send.
  const ofFile = fault?.field === 'key' ? { ...fault, field: 'file' } : fault;
  return (
    <form method="post" action={`${base}/settings/google`} enctype="multipart/form-data" class="form">
      <h2>{isNew ? texts.set : texts.change}</h2>
      <Entry
        name="issuerId"
        label={texts.issuer}
        hint={texts.issuerHint}
        fault={fault}
        control={(attributes) => (
          <input
            {...attributes}
            type="text"
            value={issuerId}
            inputmode="numeric"
            autocomplete="off"
            spellcheck={false}
            maxlength={40}
            required
          />
        )}
      />
      <Entry
        name="file"
        label={texts.file}
        hint={isNew ? texts.fileHint : texts.fileAgain}
        fault={ofFile}
        control={(attributes) => <input {...attributes} type="file" accept=".json,application/json" />}
      />
      <Entry
        name="key"
        label={`${texts.text} (${all.settings.optional})`}
        hint={texts.textHint}
        fault={null}
        control={(attributes) => (
          <textarea {...attributes} rows={4} autocomplete="off" spellcheck={false} maxlength={20_000} />
        )}
      />
      <button type="submit" class={isNew ? 'button' : 'button plain'}>
        {all.settings.save}
      </button>
    </form>
  );
}
