// What Passwright asks of a database. Each writing method is one whole intention and one atomic
// change. Where rules decide what changes, the method takes a synchronous pure function that sees
// the row under its lock, so an adapter may run it inside a synchronous SQLite transaction or
// behind SELECT ... FOR UPDATE. An adapter may call `decide` more than once (it groups commits, and
// repeats a group one by one when a change fails): `decide` must be pure. Times are milliseconds
// since 1970. Every method that writes returns only after the commit. While the database cannot be
// reached or takes no changes, a method fails with StoreUnavailableError (../../errors.ts).
import type { AccountStore } from './accounts.ts';
import type { ApiKeyStore } from './api-keys.ts';
import type { AuditStore } from './audit.ts';
import type { BatchStore } from './batches.ts';
import type { BulkStore } from './bulk.ts';
import type { CampaignStore } from './campaigns.ts';
import type { CertificateStore } from './certificates.ts';
import type { CheckStore } from './checks.ts';
import type { CountStore } from './counts.ts';
import type { DeviceStore } from './devices.ts';
import type { DraftStore } from './drafts.ts';
import type { DueStore } from './dues.ts';
import type { EventStore } from './events.ts';
import type { GoogleStore } from './google.ts';
import type { HistoryStore } from './history.ts';
import type { IdempotencyStore } from './idempotency.ts';
import type { ImageStore } from './images.ts';
import type { ImportStore } from './imports.ts';
import type { JobStore } from './jobs.ts';
import type { MailStore } from './mails.ts';
import type { MarkStore } from './marks.ts';
import type { MemberStore } from './members.ts';
import type { PassStore } from './passes.ts';
import type { PurgeStore } from './purge.ts';
import type { RuleUseStore } from './rule-uses.ts';
import type { RunStore } from './runs.ts';
import type { SearchStore } from './search.ts';
import type { SegmentStore } from './segments.ts';
import type { SessionStore } from './sessions.ts';
import type { SettingStore } from './settings.ts';
import type { TemplateStore } from './templates.ts';
import type { TillStore } from './tills.ts';
import type { UndoStore } from './undo.ts';
import type { WebhookStore } from './webhooks.ts';

export interface Store
  extends AccountStore,
    ApiKeyStore,
    AuditStore,
    BatchStore,
    BulkStore,
    CampaignStore,
    CertificateStore,
    CheckStore,
    CountStore,
    DeviceStore,
    DraftStore,
    DueStore,
    EventStore,
    GoogleStore,
    HistoryStore,
    IdempotencyStore,
    ImageStore,
    ImportStore,
    JobStore,
    MailStore,
    MarkStore,
    MemberStore,
    PassStore,
    PurgeStore,
    RuleUseStore,
    RunStore,
    SearchStore,
    SegmentStore,
    SessionStore,
    SettingStore,
    TemplateStore,
    TillStore,
    UndoStore,
    WebhookStore {
  /**
   * Does `work` while no server does other work of the same name, this one included: waits for its
   * turn. Fails with what `work` throws, and with StoreUnavailableError when others take too long.
   */
  inTurn<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Whether several servers may work on the database at once. */
  isShared(): boolean;
  /**
   * Reads and writes once without changing anything; fails as other calls would.
   * `migrationsMissing`: 0 when the schema is up to date.
   */
  probe(): Promise<{ readonly migrationsMissing: number }>;
  /** How much room the database takes, in bytes. */
  size(): Promise<number>;
  close(): Promise<void>;
}
