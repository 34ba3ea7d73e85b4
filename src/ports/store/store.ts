// What Passwright asks of a database. The port takes whole intentions: each writing method is one atomic change, and
// where rules decide what changes, they are passed in as a synchronous pure function that sees the row under its lock.
// So an adapter may run it inside a synchronous SQLite transaction or behind SELECT ... FOR UPDATE alike. An adapter may
// also call `decide` more than once (it groups commits and redoes a group alone when one of it fails): it must be pure.
// Times are milliseconds since 1970. Every method that writes returns only after the commit.
import type { AccountStore } from './accounts.ts';
import type { ApiKeyStore } from './api-keys.ts';
import type { CampaignStore } from './campaigns.ts';
import type { CertificateStore } from './certificates.ts';
import type { DeviceStore } from './devices.ts';
import type { EventStore } from './events.ts';
import type { IdempotencyStore } from './idempotency.ts';
import type { ImageStore } from './images.ts';
import type { JobStore } from './jobs.ts';
import type { MailStore } from './mails.ts';
import type { PassStore } from './passes.ts';
import type { PurgeStore } from './purge.ts';
import type { TemplateStore } from './templates.ts';

export interface Store
  extends AccountStore,
    ApiKeyStore,
    CampaignStore,
    CertificateStore,
    DeviceStore,
    EventStore,
    IdempotencyStore,
    ImageStore,
    JobStore,
    MailStore,
    PassStore,
    PurgeStore,
    TemplateStore {
  /** Reads and writes once, changing nothing; fails as other calls would. `migrationsMissing`: 0 when all is well. */
  probe(): Promise<{ readonly migrationsMissing: number }>;
  close(): Promise<void>;
}
