// The page for programs: the clientHash, API keys, and the addresses of the APIs.
import type { ShownKey } from '../../operations/access/manage-keys.ts';
import type { Texts } from '../texts/en/index.ts';
import { Moment } from './moment.tsx';
import { CopyText, Entry, type Fault, SettingsFrame, Tick } from './settings-parts.tsx';

/** A key that was just made; null: it was shown before. */
export interface MadeKey {
  readonly key: string;
  readonly secret?: string;
}

interface KeysProps {
  readonly base: string;
  readonly texts: Texts;
  readonly zone: string;
  readonly rootUrl: string;
  /** What keys of assistants may do; none: the server has no door for assistants. */
  readonly assistants: readonly NonNullable<ShownKey['role']>[];
  readonly clientHash: string;
  readonly keys: readonly ShownKey[];
  /** The key that this page shows this once; `gone` for one that it showed before. */
  readonly made: MadeKey | 'gone' | null;
  /** Whether the account takes lenient tokens; null: the person may not change that. */
  readonly lenient: boolean | null;
  readonly notice: string | null;
  readonly fault: Fault | null;
}

export function KeysPage(props: KeysProps) {
  const { base, texts: all, clientHash, rootUrl, notice, fault, lenient, assistants } = props;
  const texts = all.settingsKeys;
  const addresses = [
    [texts.address.passsource, `${rootUrl}/api/`, `${base}/docs`],
    [texts.address.passkit, `${rootUrl}/v2/`, `${base}/docs/passkit`],
    [texts.address.pass2u, `${rootUrl}/v2/`, `${base}/docs/pass2u`],
    [texts.address.wallet, `${rootUrl}/wallet/`, null],
    ...(assistants.length > 0 ? [[texts.address.mcp, `${rootUrl}/mcp`, null] as const] : []),
  ] as const;
  return (
    <SettingsFrame base={base} texts={all.settings} title={texts.title} notice={notice} fault={fault}>
      <p>{texts.why}</p>
      <Made {...props} />
      <section class="panel" aria-labelledby="hash">
        <h2 id="hash">{texts.hash}</h2>
        <p>{texts.hashText}</p>
        <details>
          <summary>{texts.show}</summary>
          <CopyText text={clientHash} texts={all.settings} label={`${all.settings.copy}: ${texts.hash}`} />
          {/* Behind `#`, so that the browser sends it to nobody. */}
          <p>
            <a href={`${base}/scanner#${new URLSearchParams({ clientHash })}`}>{texts.setScanner}</a>
          </p>
        </details>
        <p>
          <a class="button text" href={`${base}/settings/keys/renew`}>
            {texts.renew}
          </a>
        </p>
      </section>
      <section aria-labelledby="keys">
        <h2 id="keys">{texts.keys}</h2>
        <Keys {...props} />
      </section>
      <form method="post" action={`${base}/settings/keys`} class="form">
        <Entry
          name="surface"
          label={texts.surface}
          fault={fault}
          control={(attributes) => (
            <select {...attributes}>
              {(['passkit', 'pass2u'] as const).map((surface) => (
                <option key={surface} value={surface}>
                  {texts.surfaces[surface]}
                </option>
              ))}
              {assistants.map((role) => (
                <option key={role} value={role}>
                  {texts.assistants[role]}
                </option>
              ))}
            </select>
          )}
        />
        <button type="submit" class="button">
          {texts.make}
        </button>
      </form>
      {assistants.length > 0 && <p class="quiet">{texts.assistantsText}</p>}
      {lenient !== null && (
        <form method="post" action={`${base}/settings/keys/lenient`} class="form">
          <Tick name="lenientTokens" label={texts.lenient} isTicked={lenient} />
          <button type="submit" class="button plain">
            {all.settings.save}
          </button>
        </form>
      )}
      <section class="panel" aria-labelledby="addresses">
        <h2 id="addresses">{texts.addresses}</h2>
        <dl>
          {addresses.map(([name, address, docs]) => (
            <>
              <dt>{name}</dt>
              <dd>
                <code>{address}</code>{' '}
                {docs !== null && (
                  <a href={docs} aria-label={`${texts.whatToCall}: ${name}`}>
                    {texts.whatToCall}
                  </a>
                )}
              </dd>
            </>
          ))}
        </dl>
      </section>
    </SettingsFrame>
  );
}

function Made({ texts: all, made }: KeysProps) {
  const texts = all.settingsKeys;
  if (made === null) return null;
  if (made === 'gone') return <p class="quiet">{texts.shownBefore}</p>;
  return (
    <section class="panel" role="status" aria-labelledby="made">
      <h2 id="made">{texts.made}</h2>
      <p>{texts.madeText}</p>
      <p>{texts.key}</p>
      <CopyText text={made.key} texts={all.settings} label={`${all.settings.copy}: ${texts.key}`} />
      {made.secret !== undefined && (
        <>
          <p>{texts.secret}</p>
          <CopyText text={made.secret} texts={all.settings} label={`${all.settings.copy}: ${texts.secret}`} />
        </>
      )}
    </section>
  );
}

function Keys({ base, texts: all, zone, keys }: KeysProps) {
  const texts = all.settingsKeys;
  if (keys.length === 0) return <p class="quiet">{texts.none}</p>;
  const time = (at: number) => <Moment at={at} tag={all.tag} zone={zone} />;
  return (
    <ul class="rows">
      {keys.map(({ id, name, surface, role, createdAt, revokedAt, lastUsedAt }) => (
        <li key={id}>
          <p>
            <strong>{role === null ? texts.surfaces[surface] : texts.assistants[role]}</strong> <code>{name}</code>
          </p>
          <p class="quiet">
            {texts.created} {time(createdAt)}
            {' · '}
            {lastUsedAt === null ? (
              texts.unused
            ) : (
              <>
                {texts.used} {time(lastUsedAt)}
              </>
            )}
            {revokedAt !== null && (
              <>
                {' · '}
                {texts.revoked} {time(revokedAt)}
              </>
            )}
          </p>
          {revokedAt === null && (
            <p class="action">
              <a
                class="button text"
                href={`${base}/settings/keys/${id}/revoke`}
                aria-label={`${texts.revoke}: ${name}`}
              >
                {texts.revoke}
              </a>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
