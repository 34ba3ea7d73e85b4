// The pages of Apple's certificate: what there is, the three steps to get one, and the test card.
import type { CertificateSetup, ShownCertificate } from '../../operations/certificates/certificate-setup.ts';
import { barcodeImage } from '../barcode.ts';
import type { Texts } from '../texts/en/index.ts';
import { ApplePage } from './apple-page.tsx';
import { Moment } from './moment.tsx';
import { CopyText, Entry, type Fault, SettingsFrame } from './settings-parts.tsx';

interface CertificateProps {
  readonly base: string;
  readonly texts: Texts;
  readonly zone: string;
  readonly setup: CertificateSetup;
  /** In ms since 1970. */
  readonly now: number;
  readonly canMail: boolean;
  /** The person's e-mail address. */
  readonly email: string;
  readonly notice: string | null;
  readonly fault: Fault | null;
  /** A file that was uploaded with a wrong password, so that only the password has to be typed again. */
  readonly kept: KeptFile | null;
}

export interface KeptFile {
  readonly name: string;
  /** Base64. */
  readonly content: string;
}

export function CertificatePage(props: CertificateProps) {
  const { base, texts: all, setup, now, notice, fault } = props;
  const texts = all.settingsCertificate;
  const { certificates, requestedAt, cards } = setup;
  const isValid = certificates.some(({ notAfter, daysLeft }) => notAfter > now && daysLeft === null);
  // The next thing to do has the page's one primary button.
  const next: Next = requestedAt !== null ? 'upload' : isValid ? 'try' : 'request';
  const isSettled = next === 'try' && fault === null;
  return (
    <SettingsFrame base={base} texts={all.settings} title={texts.title} notice={notice} fault={fault}>
      {certificates.length === 0 && <p>{texts.why}</p>}
      {certificates.length > 0 && <Certificates {...props} />}
      {certificates.length > 0 && <TryIt {...props} isPrimary={next === 'try'} />}
      {isSettled ? (
        <details>
          <summary>{texts.renew}</summary>
          <Steps {...props} next={next} />
        </details>
      ) : (
        <>
          <h2>{certificates.length > 0 ? texts.renew : texts.setUp}</h2>
          <Steps {...props} next={next} />
        </>
      )}
      {cards.length === 0 && certificates.length > 0 && <p class="quiet">{texts.noCards}</p>}
    </SettingsFrame>
  );
}

type Next = 'request' | 'upload' | 'try';

function Steps(props: CertificateProps & { readonly next: Next }) {
  const { base, texts: all, zone, setup, next } = props;
  const texts = all.settingsCertificate;
  const { requestedAt } = setup;
  return (
    <ol class="steps3">
      <li class={requestedAt === null ? undefined : 'isDone'}>
        <div class="stepBody">
          <h3>{texts.step1}</h3>
          <p>{texts.step1Text}</p>
          {requestedAt !== null && (
            <p class="quiet">
              {texts.requested} <Moment at={requestedAt} tag={all.tag} zone={zone} />
            </p>
          )}
          <form method="post" action={`${base}/settings/certificate/request`}>
            <button type="submit" class={next === 'request' ? 'button' : 'button plain'}>
              {texts.download}
            </button>
          </form>
        </div>
      </li>
      <li>
        <div class="stepBody">
          <h3>{texts.step2}</h3>
          <ApplePage />
          <p>
            <a href={APPLE} target="_blank" rel="noreferrer">
              {texts.open}
            </a>
          </p>
          <ol>
            {texts.apple.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        </div>
      </li>
      <li>
        <div class="stepBody">
          <h3>{texts.step3}</h3>
          <Upload {...props} isPrimary={next === 'upload'} />
        </div>
      </li>
    </ol>
  );
}

const APPLE = 'https://developer.apple.com/account/resources/certificates/add';

function Certificates({ base, texts: all, zone, setup, now, canMail, email }: CertificateProps) {
  const texts = all.settingsCertificate;
  return (
    <section aria-labelledby="certificates">
      <h2 id="certificates">{texts.yours}</h2>
      <ul class="rows">
        {setup.certificates.map((certificate) => (
          <li key={certificate.id}>
            <p>
              <strong dir="auto">{certificate.passTypeIdentifier}</strong>
            </p>
            <p>
              {certificate.notAfter > now ? texts.valid : texts.ended}{' '}
              <Moment at={certificate.notAfter} tag={all.tag} zone={zone} isDay />
            </p>
            <p class="quiet" dir="auto">
              {texts.signsFor(certificate.organizationName, certificate.teamIdentifier)}
            </p>
            <Warning certificate={certificate} texts={texts} />
            <p class="action">
              <a class="button text" href={`${base}/settings/certificate/${certificate.id}/remove`}>
                {texts.remove}
              </a>
            </p>
          </li>
        ))}
      </ul>
      <p class="quiet">
        {canMail ? texts.mailsBefore(email) : <a href={`${base}/settings/mail`}>{texts.noMailsBefore}</a>}
      </p>
    </section>
  );
}

function Warning({
  certificate: { daysLeft },
  texts,
}: {
  certificate: ShownCertificate;
  texts: Texts['settingsCertificate'];
}) {
  if (daysLeft === null) return null;
  return <p class="error">{daysLeft < 0 ? texts.renewNow : texts.renewSoon(daysLeft)}</p>;
}

function TryIt({
  base,
  texts: all,
  setup,
  canMail,
  email,
  fault,
  isPrimary,
}: CertificateProps & { isPrimary: boolean }) {
  const texts = all.settingsCertificate;
  if (setup.cards.length === 0) return null;
  return (
    <form method="post" action={`${base}/settings/certificate/test`} class="form">
      <h2>{texts.tryTitle}</h2>
      <p>{texts.tryText}</p>
      <Entry
        name="templateHash"
        label={texts.card}
        fault={fault}
        control={(attributes) => (
          <select {...attributes}>
            {setup.cards.map(({ hash, name }) => (
              <option key={hash} value={hash}>
                {name}
              </option>
            ))}
          </select>
        )}
      />
      {canMail && (
        <Entry
          name="address"
          label={`${texts.mailTo} (${all.settings.optional})`}
          fault={fault}
          control={(attributes) => <input {...attributes} type="email" autocomplete="email" value={email} />}
        />
      )}
      <button type="submit" class={isPrimary ? 'button' : 'button plain'}>
        {texts.makeTest}
      </button>
    </form>
  );
}

function Upload({ base, texts: all, fault, kept, isPrimary }: CertificateProps & { isPrimary: boolean }) {
  const texts = all.settingsCertificate;
  const opensMore = fault?.field === 'key' || fault?.field === 'intermediate';
  return (
    <form method="post" action={`${base}/settings/certificate/upload`} enctype="multipart/form-data" class="form">
      {kept === null ? (
        <Entry
          name="certificate"
          label={texts.file}
          hint={texts.fileHint}
          fault={fault}
          control={(attributes) => <input {...attributes} type="file" accept=".cer,.crt,.der,.pem,.p12,.pfx" />}
        />
      ) : (
        <>
          <p dir="auto">{texts.keptFile(kept.name === '' ? texts.keptUnnamed : kept.name)}</p>
          <input type="hidden" name="keptName" value={kept.name} />
          <input type="hidden" name="kept" value={kept.content} />
        </>
      )}
      <Entry
        name="password"
        label={`${texts.password} (${all.settings.optional})`}
        hint={texts.passwordHint}
        fault={fault}
        control={(attributes) => <input {...attributes} type="password" autocomplete="off" />}
      />
      <details open={opensMore}>
        <summary>{texts.more}</summary>
        <p>{texts.moreText}</p>
        <Entry
          name="key"
          label={`${texts.key} (${all.settings.optional})`}
          fault={fault}
          control={(attributes) => <input {...attributes} type="file" />}
        />
        <Entry
          name="intermediate"
          label={`${texts.intermediate} (${all.settings.optional})`}
          fault={fault}
          control={(attributes) => <input {...attributes} type="file" />}
        />
      </details>
      <button type="submit" class={isPrimary ? 'button' : 'button plain'}>
        {texts.upload}
      </button>
    </form>
  );
}

interface TestCardProps {
  readonly base: string;
  readonly texts: Texts;
  /** The absolute address of the card's page. */
  readonly link: string;
  /** Whom the link is mailed to; null: nobody. */
  readonly mailedTo: string | null;
}

export function TestCardPage({ base, texts: all, link, mailedTo }: TestCardProps) {
  const texts = all.settingsCertificate;
  return (
    <div class="settings">
      <p class="settingsBack">
        <a href={`${base}/settings/certificate`}>‹ {texts.backToSteps}</a>
      </p>
      <h1>{texts.testTitle}</h1>
      {mailedTo !== null && (
        <p class="notice" role="status" dir="auto">
          {texts.testMailed(mailedTo)}
        </p>
      )}
      <p>{texts.testText}</p>
      <img
        class="testCode"
        src={barcodeImage('PKBarcodeFormatQR', link, 'utf-8') ?? ''}
        alt={texts.testAlt}
        width="220"
        height="220"
      />
      <p>
        <a class="button" href={link}>
          {texts.testLink}
        </a>
      </p>
      <CopyText text={link} texts={all.settings} label={`${all.settings.copy}: ${texts.testLink}`} />
      <section class="panel" aria-labelledby="not-taken">
        <h2 id="not-taken">{texts.notTaken}</h2>
        <p>{texts.notTakenText}</p>
      </section>
    </div>
  );
}
