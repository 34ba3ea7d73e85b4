// The page of the server: backups, facts about the installation, what waits, the last errors, and how
// to update.
import type { BackupState } from '../../operations/server/backups.ts';
import type { ServerFacts } from '../../operations/server/server-facts.ts';
import { bytesIn } from '../bytes.ts';
import type { Texts } from '../texts/en/index.ts';
import { Moment } from './moment.tsx';
import { Entry, type Fault, SettingsFrame } from './settings-parts.tsx';

interface ServerProps {
  readonly base: string;
  readonly texts: Texts;
  readonly zone: string;
  readonly backups: BackupState;
  readonly facts: ServerFacts;
  readonly notice: string | null;
  readonly fault: Fault | null;
  /** Why the last try to make a backup failed; null: it did not. */
  readonly failure: string | null;
}

export function ServerPage(props: ServerProps) {
  const { base, texts: all, notice, fault } = props;
  return (
    <SettingsFrame base={base} texts={all.settings} title={all.settingsServer.title} notice={notice} fault={fault}>
      <BackupSection {...props} />
      <KeySection {...props} />
      <FactsSection {...props} />
      <ErrorsSection {...props} />
      <UpdateSection {...props} />
    </SettingsFrame>
  );
}

function BackupSection({ base, texts: all, zone, backups, failure }: ServerProps) {
  const texts = all.settingsServer;
  const { files, last, isUnderWay, isElsewhere } = backups;
  if (isElsewhere) {
    return (
      <section class="panel" aria-labelledby="backup">
        <h2 id="backup">{texts.backup}</h2>
        <p>{texts.elsewhere}</p>
      </section>
    );
  }
  return (
    <section class="panel" aria-labelledby="backup">
      <h2 id="backup">{texts.backup}</h2>
      <p>{texts.backupText}</p>
      {failure !== null && (
        <div class="error" role="alert">
          <p>{texts.failed}</p>
          <p lang="en" dir="ltr">
            {failure}
          </p>
        </div>
      )}
      {last === null ? (
        <p class="quiet">{texts.never}</p>
      ) : (
        <p>
          {texts.last}: <Moment at={last.time} tag={all.tag} zone={zone} />
        </p>
      )}
      {isUnderWay ? (
        <div>
          <p role="status">{texts.underWay}</p>
          <a class="button" href={`${base}/settings/server?done=backedUp`}>
            {texts.lookAgain}
          </a>
        </div>
      ) : (
        <form method="post" action={`${base}/settings/server/backup`}>
          <button type="submit" class="button">
            {texts.makeNow}
          </button>
        </form>
      )}
      {files.length > 0 && (
        <ul class="plainList">
          {files.map(({ name, time, bytes }) => (
            <li key={name}>
              <a href={`${base}/settings/server/backup/${name}`} download={name}>
                {texts.download}: <Moment at={time} tag={all.tag} zone={zone} />
              </a>{' '}
              <span class="quiet">{bytesIn(all.tag, bytes)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function KeySection({ base, texts: all, fault, backups }: ServerProps) {
  const texts = all.settingsServer;
  const file = backups.files[0]?.name ?? 'passwright.sqlite';
  return (
    <form method="post" action={`${base}/settings/server/key`} class="form">
      <h2>{texts.key}</h2>
      <p>{texts.keyText}</p>
      <Entry
        name="current"
        label={texts.keyPassword}
        fault={fault}
        control={(attributes) => <input {...attributes} type="password" autocomplete="current-password" required />}
      />
      <button type="submit" class="button plain">
        {texts.key}
      </button>
      {!backups.isElsewhere && (
        <details>
          <summary>{texts.restore}</summary>
          <p>{texts.restoreText}</p>
          <pre tabindex={0}>{`npx passwright restore ${file} --force`}</pre>
        </details>
      )}
    </form>
  );
}

function FactsSection({ texts: all, facts }: ServerProps) {
  const texts = all.settingsServer;
  const { installation, waiting, delayedMails, readiness } = facts;
  const waits = Object.entries(waiting).filter(([, count]) => count > 0) as [keyof typeof texts.jobs, number][];
  const complaints = Object.values(readiness.checks).flatMap(({ message }) => message ?? []);
  return (
    <section class="panel" aria-labelledby="facts">
      <h2 id="facts">{texts.facts}</h2>
      <dl>
        <dt>{texts.version}</dt>
        <dd>{installation.version}</dd>
        <dt>{texts.node}</dt>
        <dd>{installation.node}</dd>
        <dt>{texts.disk}</dt>
        <dd>{texts.of(bytesIn(all.tag, installation.diskFree), bytesIn(all.tag, installation.diskTotal))}</dd>
        <dt>{texts.database}</dt>
        <dd>{bytesIn(all.tag, installation.databaseBytes)}</dd>
        <dt>{texts.waiting}</dt>
        <dd>
          {waits.length === 0
            ? texts.nothing
            : waits.map(([kind, count]) => (
                <span key={kind} class="fact">
                  {texts.jobs[kind]}: {count}
                  {kind === 'mail' && delayedMails > 0 && ` (${texts.delayed(delayedMails)})`}
                  <br />
                </span>
              ))}
        </dd>
        <dt>{texts.state}</dt>
        <dd>
          {complaints.length === 0
            ? texts.allWell
            : complaints.map((sentence) => (
                <p key={sentence} class="error" lang="en">
                  {sentence}
                </p>
              ))}
        </dd>
      </dl>
    </section>
  );
}

function ErrorsSection({ texts: all, zone, facts: { errors } }: ServerProps) {
  const texts = all.settingsServer;
  return (
    <section class="panel" aria-labelledby="errors">
      <h2 id="errors">{texts.errors}</h2>
      {errors.length === 0 ? (
        <p class="quiet">{texts.noErrors}</p>
      ) : (
        <>
          <p class="quiet">{texts.errorsText}</p>
          <ul class="plainList">
            {errors.map(({ time, message, reason }) => (
              <li>
                <Moment at={time} tag={all.tag} zone={zone} />{' '}
                <span lang="en" dir="ltr">
                  {reason === null ? message : `${message}: ${reason}`}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function UpdateSection({ texts: all, facts }: ServerProps) {
  const texts = all.settingsServer;
  return (
    <section class="panel" aria-labelledby="update">
      <h2 id="update">{texts.update}</h2>
      <p>{texts.updateText}</p>
      <pre tabindex={0}>{updateLines(facts.installation, texts.restart).join('\n')}</pre>
      <p class="quiet">{texts.updateAfter}</p>
    </section>
  );
}

/** What to type for an update, by how the program came to the machine. */
function updateLines({ kind, folder }: ServerFacts['installation'], restart: string): readonly string[] {
  switch (kind) {
    case 'git':
      return [`cd ${folder}`, 'git pull', 'npm ci', restart, 'npm start'];
    case 'npm':
      return [`cd ${folder.split('node_modules')[0]}`, 'npm update passwright', restart, 'npx passwright serve'];
    case 'docker':
      return ['docker compose build --pull', 'docker compose up --detach'];
  }
}
