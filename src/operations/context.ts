// What every operation receives: the adapters behind the ports, the settings, and what stays in
// memory between calls.
import type { Backups } from '../ports/backups.ts';
import type { CertificateFiles } from '../ports/certificate-files.ts';
import type { Clock } from '../ports/clock.ts';
import type { Google } from '../ports/google.ts';
import type { Ids } from '../ports/ids.ts';
import type { Installation } from '../ports/installation.ts';
import type { Limit, Limits } from '../ports/limits.ts';
import type { Log } from '../ports/log.ts';
import type { Mailer } from '../ports/mail.ts';
import type { Outbound } from '../ports/outbound.ts';
import type { Pictures } from '../ports/pictures.ts';
import type { Push } from '../ports/push.ts';
import type { RecentErrors } from '../ports/recent-errors.ts';
import type { Spans } from '../ports/spans.ts';
import type { Store } from '../ports/store/store.ts';
import type { Quotas } from './access/quotas.ts';
import type { Pace } from './google/pace.ts';
import type { PassFiles } from './pass-file-cache.ts';
import type { CardStreams } from './passes/card-streams.ts';
import type { Programs } from './programs.ts';
import type { Example } from './templates/example.ts';
import type { LiveStreams } from './today/live-streams.ts';

export interface Settings {
  /**
   * The origin and path under which the server is reached, without a slash at its end: {rootPath}.
   */
  readonly rootUrl: string;
  /** The server's SECRET_KEY, which signs tokens and encrypts private keys. */
  readonly secret: string;
  /**
   * Whether to push passes of the development certificate too: Apple refuses it, but a stand-in may
   * accept it.
   */
  readonly pushesDevelopment: boolean;
  /** Addresses and ranges of proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** The mail server that the environment sets, which no page changes; null: it sets none. */
  readonly mailServer: { readonly host: string; readonly port: number; readonly from: string } | null;
  /** How many devices may hold one pass; each change is pushed to all of them. */
  readonly devicesOfPass: number;
  /** How many passes or links one batch may make. */
  readonly rowsOfBatch: number;
  /** Whether assistants may call this server at /mcp. */
  readonly assistants: boolean;
}

/** What decisions about passes need: no store, and nothing outside. */
export type Deciding = Pick<Context, 'settings' | 'clock' | 'ids' | 'programs'>;

export interface Context {
  readonly settings: Settings;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly outbound: Outbound;
  /** Reads uploaded certificate files outside of this process. */
  readonly certificateFiles: CertificateFiles;
  /** Decodes pictures outside of this process. */
  readonly pictures: Pictures;
  readonly push: Push;
  readonly google: Google;
  readonly mailer: Mailer;
  /** Copies of the database that the server keeps. */
  readonly backups: Backups;
  readonly installation: Installation;
  /** Counts that all servers of the database share. */
  readonly limits: Limits;
  /** Counts of what each server limits for itself. */
  readonly ownLimits: Limits;
  /** Limits the calls with API keys. */
  readonly callLimit: Limit;
  /** Limits the requests of assistants, by key. */
  readonly assistantLimit: Limit;
  /** Limits what people without an account add to a template in a day. */
  readonly quotas: Quotas;
  /** Of the requests that the triggers of each pass make. */
  readonly requestLimit: Limit;
  /** Of the requests to Google, by issuer. */
  readonly googlePace: Pace;
  /** The keys of the runs of triggers that this process goes on with. */
  readonly runs: Set<string>;
  readonly log: Log;
  /** Says what work consists of and how long its parts take. */
  readonly spans: Spans;
  readonly recentErrors: RecentErrors;
  readonly programs: Programs;
  /** Our examples, which new cards may start from; a command has none. */
  readonly examples: () => Promise<readonly Example[]>;
  /** Pages that show what happens as it happens. */
  readonly live: LiveStreams;
  /** Cards that are open in browsers. */
  readonly cards: CardStreams;
  readonly files: PassFiles;
}
