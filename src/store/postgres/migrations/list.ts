// The migrations in their order. A released one never changes: databases have run it.
import { tables } from './0001-tables.ts';
import { moreTables } from './0002-more-tables.ts';
import { triggers } from './0003-triggers.ts';
import { dues } from './0004-dues.ts';
import { segments } from './0005-segments.ts';
import { webhooks } from './0006-webhooks.ts';
import { assistantKeys } from './0007-assistant-keys.ts';
import { importedEvents } from './0008-imported-events.ts';
import { google } from './0009-google.ts';
import { importedPasses } from './0010-imported-passes.ts';
import { bothWallets } from './0011-both-wallets.ts';

export const MIGRATIONS: readonly string[] = [
  tables,
  moreTables,
  triggers,
  dues,
  segments,
  webhooks,
  assistantKeys,
  importedEvents,
  google,
  importedPasses,
  bothWallets,
];

/**
 * The oldest version of the tables whose program works on these, too: servers of that program go on
 * while this one replaces them, and may start again. A migration that takes away what they use
 * raises it, in a release after the last one that uses it (examples/deploy/UPGRADE.md).
 */
export const WORKS_FROM = 3;
