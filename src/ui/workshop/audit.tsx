// The log of acts: who did what, to what, with the values before and after.
import type { AuditPage } from '../../operations/accounts/audit-log.ts';
import type { Texts } from '../texts/en/index.ts';
import { Moment } from './moment.tsx';
import { SettingsBack } from './settings-parts.tsx';

/** An act with its values as texts; "" for none. */
export interface ShownAct {
  readonly act: AuditPage['entries'][number];
  readonly isCommand: boolean;
  readonly before: string;
  readonly after: string;
}

interface AuditProps {
  readonly base: string;
  readonly texts: Texts;
  readonly acts: readonly ShownAct[];
  readonly next: number | null;
  readonly zone: string;
}

export function AuditLogPage({ base, texts: { tag, audit: texts, settings }, acts, next, zone }: AuditProps) {
  return (
    <>
      <SettingsBack base={base} texts={settings} />
      <h1>{texts.title}</h1>
      <p>{texts.intro}</p>
      {acts.length === 0 ? (
        <p>{texts.none}</p>
      ) : (
        <>
          <ul class="rows acts">
            {acts.map((shown) => (
              <Act key={shown.act.id} texts={texts} tag={tag} zone={zone} {...shown} />
            ))}
          </ul>
          <nav class="pager">
            <a href={`${base}/settings/audit/export.csv`}>{texts.export}</a>
            {next !== null && <a href={`${base}/settings/audit?before=${next}`}>{texts.older}</a>}
          </nav>
        </>
      )}
    </>
  );
}

function Act(props: ShownAct & { texts: Texts['audit']; tag: string; zone: string }) {
  const { texts, tag, zone, act, isCommand, before, after } = props;
  const { what, subject, who, time } = act;
  return (
    <li>
      <p>
        <strong>{texts.what[what] ?? what}</strong> · <bdi>{subject}</bdi>
      </p>
      <p class="quiet">
        <bdi>{isCommand ? texts.commandLine : who}</bdi> · <Moment at={time} tag={tag} zone={zone} />
      </p>
      {(before !== '' || after !== '') && (
        <p class="values">
          {before !== '' && (
            <>
              {texts.before} <bdi>{before}</bdi>{' '}
            </>
          )}
          {after !== '' && (
            <>
              {texts.after} <bdi>{after}</bdi>
            </>
          )}
        </p>
      )}
    </li>
  );
}
