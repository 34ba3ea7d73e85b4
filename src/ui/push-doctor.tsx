// The doctor of pushes: how far a change has come to phones, as lines for a page and for the
// command line.
import type { Diagnosis, PhoneCheck } from '../operations/devices/push-doctor.ts';
import type { GoogleCheck } from '../operations/google/google-check.ts';
import type { Texts } from './texts/en/index.ts';
import { Moment } from './workshop/moment.tsx';

export interface DoctorLine {
  readonly text: string;
  /** Milliseconds since 1970; null: the line has no time. */
  readonly at: number | null;
  /** Null: neither good nor bad. */
  readonly isGood: boolean | null;
}

export function doctorLines(diagnosis: Diagnosis, words: Texts['runs']['doctor']): readonly DoctorLine[] {
  const { phones, google, changedAt, fetchedAt, fields, isWaiting } = diagnosis;
  const line = (text: string, isGood: boolean | null, at: number | null = null): DoctorLine => ({ text, at, isGood });
  return [
    line(words.changed, null, changedAt),
    ...(phones.length === 0 && google === null
      ? [line(words.noPhone, false)]
      : phones.flatMap((phone) => phoneLines(phone, words))),
    ...(isWaiting ? [line(words.waiting, null)] : []),
    ...(phones.length === 0 ? [] : [fetchedLine(fetchedAt, changedAt, words)]),
    ...(google === null ? [] : googleLines(google, words)),
    ...fields.map(({ label, hasMessage }) =>
      hasMessage ? line(words.message(label), true) : line(words.noMessage(label), false),
    ),
  ];
}

function phoneLines(phone: PhoneCheck, words: Texts['runs']['doctor']): readonly DoctorLine[] {
  const { device, registeredAt, pushedAt, status, reason, askedAt } = phone;
  const since: DoctorLine = { text: words.onPhone(device), at: registeredAt, isGood: true };
  const asked: DoctorLine = {
    text: askedAt === null ? words.notAsked : words.asked,
    at: askedAt,
    isGood: askedAt !== null,
  };
  if (pushedAt === null)
    return [since, { text: words.notPushed, at: null, isGood: null }, ...(askedAt === null ? [] : [asked])];
  const answer = [status, reason].filter((part) => part !== null && part !== '').join(' ');
  const text = status === 200 ? words.accepted : answer === '' ? words.noAnswer : words.refused(answer);
  return [since, { text: words.pushed, at: pushedAt, isGood: true }, { text, at: null, isGood: status === 200 }, asked];
}

function fetchedLine(fetchedAt: number | null, changedAt: number, words: Texts['runs']['doctor']): DoctorLine {
  if (fetchedAt === null) return { text: words.notFetched, at: null, isGood: false };
  return { text: words.fetched, at: fetchedAt, isGood: fetchedAt >= changedAt };
}

function googleLines(google: GoogleCheck, words: Texts['runs']['doctor']): readonly DoctorLine[] {
  const { verdict, toldAt, status, reason, problem, design } = google;
  const lines: DoctorLine[] = [{ text: words.onGoogle, at: null, isGood: verdict === 'wanted' ? null : true }];
  if (verdict === 'waiting') lines.push({ text: words.googleWaits, at: null, isGood: null });
  if (toldAt !== null) lines.push({ text: words.googleTold, at: toldAt, isGood: true });
  const answer = (of: Pick<GoogleCheck, 'status' | 'reason'>) =>
    [of.status, of.reason].filter((part) => part !== null && part !== '').join(' ');
  if (reason !== null) lines.push({ text: words.googleRefused(answer({ status, reason })), at: null, isGood: false });
  if (design !== null) lines.push({ text: words.googleDesign(answer(design)), at: design.time, isGood: false });
  if (problem !== null && problem.reason !== reason) {
    lines.push({ text: words.googleProblem(answer(problem)), at: problem.time, isGood: false });
  }
  return lines;
}

/** The sentences that say it in short, of the wallets that have the pass. */
export function doctorVerdicts({ verdict, google }: Diagnosis, words: Texts['runs']): readonly string[] {
  if (google === null) return [words.verdicts[verdict]];
  const ofGoogle = words.googleVerdicts[google.verdict];
  return verdict === 'no_phone' ? [ofGoogle] : [words.verdicts[verdict], ofGoogle];
}

interface DoctorProps {
  readonly diagnosis: Diagnosis;
  readonly texts: Texts;
  /** The account's time zone. */
  readonly zone: string;
}

/** A panel that says it in one sentence first. */
export function PushDoctor({ diagnosis, texts: { tag, runs: texts }, zone }: DoctorProps) {
  return (
    <section class="panel" aria-labelledby="phones">
      <h2 id="phones">{texts.phones}</h2>
      {doctorVerdicts(diagnosis, texts).map((sentence) => (
        <p>{sentence}</p>
      ))}
      <ul class="checks">
        {doctorLines(diagnosis, texts.doctor).map(({ text, at, isGood }, position) => (
          <li key={position} class={isGood === null ? undefined : isGood ? 'isGood' : 'isBad'}>
            <span dir="auto">{text}</span>
            {at !== null && (
              <>
                {' '}
                <Moment at={at} tag={tag} zone={zone} />
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface PageProps extends DoctorProps {
  readonly base: string;
  readonly customer: { readonly hash: string; readonly name: string };
}

/** The page of one customer's card: why a phone does not show the last change. */
export function PushDoctorPage({ base, customer, ...doctor }: PageProps) {
  const { runs: words } = doctor.texts;
  return (
    <div class="stack">
      <header class="runHead">
        <p class="quiet">
          <a href={`${base}/customers/${customer.hash}`}>
            ‹ <bdi>{customer.name}</bdi>
          </a>
        </p>
        <h1>{words.phonesTitle}</h1>
      </header>
      <PushDoctor {...doctor} />
    </div>
  );
}
