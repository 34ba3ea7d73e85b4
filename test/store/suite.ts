// Tests that every store adapter has to pass, through the port alone. An adapter's test calls
// storeSuite with a way to open an empty store.
import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from '../../src/ports/store/store.ts';
import { accountCases } from './suite-accounts.ts';
import { apiKeyCases } from './suite-api-keys.ts';
import { auditCases } from './suite-audit.ts';
import { batchCases } from './suite-batches.ts';
import { bulkCases } from './suite-bulk.ts';
import { campaignCases } from './suite-campaigns.ts';
import { certificateCases } from './suite-certificates.ts';
import { checkCases } from './suite-checks.ts';
import { concurrencyCases } from './suite-concurrency.ts';
import { countCases } from './suite-counts.ts';
import { deviceCases } from './suite-devices.ts';
import { draftCases } from './suite-drafts.ts';
import { dueCases } from './suite-dues.ts';
import { eventCases } from './suite-events.ts';
import { eventListCases } from './suite-events-lists.ts';
import { googleCases } from './suite-google.ts';
import { historyCases } from './suite-history.ts';
import { idempotencyCases } from './suite-idempotency.ts';
import { imageCases } from './suite-images.ts';
import { importCases } from './suite-imports.ts';
import { jobCases } from './suite-jobs.ts';
import { endCases } from './suite-jobs-ends.ts';
import { pushCases } from './suite-jobs-pushes.ts';
import { mailCases } from './suite-mails.ts';
import { markCases } from './suite-marks.ts';
import { memberCases } from './suite-members.ts';
import { passCases } from './suite-passes.ts';
import { barcodeCases } from './suite-passes-barcodes.ts';
import { passListCases } from './suite-passes-lists.ts';
import { referenceCases } from './suite-passes-references.ts';
import { purgeCases } from './suite-purge.ts';
import { ruleUseCases } from './suite-rule-uses.ts';
import { runCases } from './suite-runs.ts';
import { searchCases } from './suite-search.ts';
import { segmentCases } from './suite-segments.ts';
import { sessionCases } from './suite-sessions.ts';
import { settingCases } from './suite-settings.ts';
import { storeCases } from './suite-store.ts';
import { templateCases } from './suite-templates.ts';
import { tillCases } from './suite-tills.ts';
import { undoCases } from './suite-undo.ts';
import { webhookCases } from './suite-webhooks.ts';

/** Gives the store of the running test. */
export type Current = () => Store;

/** `open` gives an empty store each time; it is closed after each test. */
export function storeSuite(name: string, open: () => Promise<Store>): void {
  describe(`${name} store`, () => {
    let store: Store | null = null;
    const current: Current = () => {
      if (!store) throw new Error('no store is open');
      return store;
    };
    beforeEach(async () => {
      store = await open();
    });
    afterEach(async () => {
      await store?.close();
      store = null;
    });
    describe('accounts', () => accountCases(current));
    describe('API keys', () => apiKeyCases(current));
    describe('audit log', () => auditCases(current));
    describe('batches', () => batchCases(current));
    describe('bulk changes', () => bulkCases(current));
    describe('campaigns', () => campaignCases(current));
    describe('certificates', () => certificateCases(current));
    describe('checks of templates', () => checkCases(current));
    describe('concurrency', () => concurrencyCases(current));
    describe('counts', () => countCases(current));
    describe('devices', () => deviceCases(current));
    describe('drafts', () => draftCases(current));
    describe('dues', () => dueCases(current));
    describe('events', () => eventCases(current));
    describe('lists of events', () => eventListCases(current));
    describe('Google Wallet', () => googleCases(current));
    describe('history', () => historyCases(current));
    describe('idempotency', () => idempotencyCases(current));
    describe('images', () => imageCases(current));
    describe('imports', () => importCases(current));
    describe('jobs', () => jobCases(current));
    describe('ends', () => endCases(current));
    describe('pushes', () => pushCases(current));
    describe('mails', () => mailCases(current));
    describe('marks', () => markCases(current));
    describe('members', () => memberCases(current));
    describe('passes', () => passCases(current));
    describe('barcodes of passes', () => barcodeCases(current));
    describe('lists of passes', () => passListCases(current));
    describe('references of passes', () => referenceCases(current));
    describe('purge', () => purgeCases(current));
    describe('uses of rules', () => ruleUseCases(current));
    describe('runs', () => runCases(current));
    describe('search', () => searchCases(current));
    describe('segments', () => segmentCases(current));
    describe('sessions', () => sessionCases(current));
    describe('settings', () => settingCases(current));
    describe('the whole', () => storeCases(current));
    describe('templates', () => templateCases(current));
    describe('tills', () => tillCases(current));
    describe('undo', () => undoCases(current));
    describe('webhooks', () => webhookCases(current));
  });
}
