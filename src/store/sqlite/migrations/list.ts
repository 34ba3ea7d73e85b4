// Lists every migration in order: number n brings a database from PRAGMA user_version n - 1 to n.
// These are TypeScript modules rather than .sql files, so that the compiled program contains them.
import { first } from './0001-first.ts';
import { certificates } from './0002-certificates.ts';
import { devices } from './0003-devices.ts';
import { accountLogo } from './0004-account-logo.ts';
import { mails } from './0005-mails.ts';
import { apiKeys } from './0006-api-keys.ts';
import { campaigns } from './0007-campaigns.ts';
import { pass2u } from './0008-pass2u.ts';
import { certificateNames } from './0009-certificate-names.ts';
import { jobKeys } from './0010-job-keys.ts';
import { strayClaims } from './0011-stray-claims.ts';
import { mailLanguage } from './0012-mail-language.ts';
import { endedSessions } from './0013-ended-sessions.ts';
import { openRuns } from './0014-open-runs.ts';
import { imageUses } from './0015-image-uses.ts';
import { audit } from './0016-audit.ts';
import { runs } from './0017-runs.ts';
import { counts } from './0018-counts.ts';
import { search } from './0019-search.ts';
import { tillsPeople } from './0020-tills-people.ts';
import { batches } from './0021-batches.ts';
import { settings } from './0022-settings.ts';
import { cards } from './0023-cards.ts';
import { drafts } from './0024-drafts.ts';
import { checks } from './0025-checks.ts';
import { smallEvents } from './0026-small-events.ts';
import { jobTrees } from './0027-job-trees.ts';
import { countedWords } from './0028-counted-words.ts';
import { dues } from './0029-dues.ts';
import { segments } from './0030-segments.ts';
import { webhooks } from './0031-webhooks.ts';
import { assistantKeys } from './0032-assistant-keys.ts';
import { importedEvents } from './0033-imported-events.ts';
import { google } from './0034-google.ts';
import { importedPasses } from './0035-imported-passes.ts';
import { bothWallets } from './0036-both-wallets.ts';

export const MIGRATIONS: readonly string[] = [
  first,
  certificates,
  devices,
  accountLogo,
  mails,
  apiKeys,
  campaigns,
  pass2u,
  certificateNames,
  jobKeys,
  strayClaims,
  mailLanguage,
  endedSessions,
  openRuns,
  imageUses,
  audit,
  runs,
  counts,
  search,
  tillsPeople,
  batches,
  settings,
  cards,
  drafts,
  checks,
  smallEvents,
  jobTrees,
  countedWords,
  dues,
  segments,
  webhooks,
  assistantKeys,
  importedEvents,
  google,
  importedPasses,
  bothWallets,
];
