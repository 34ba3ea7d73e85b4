// Tests that every store adapter has to pass, through the port alone. An adapter's test calls
// storeSuite with a way to open an empty store.
import { afterEach, beforeEach, describe } from 'vitest';
import type { Store } from '../../src/ports/store/store.ts';
import { accountCases } from './suite-accounts.ts';
import { apiKeyCases } from './suite-api-keys.ts';
import { campaignCases } from './suite-campaigns.ts';
import { certificateCases } from './suite-certificates.ts';
import { concurrencyCases } from './suite-concurrency.ts';
import { deviceCases } from './suite-devices.ts';
import { eventCases } from './suite-events.ts';
import { idempotencyCases } from './suite-idempotency.ts';
import { jobCases } from './suite-jobs.ts';
import { mailCases } from './suite-mails.ts';
import { pass2uCases } from './suite-pass2u.ts';
import { passCases } from './suite-passes.ts';
import { purgeCases } from './suite-purge.ts';
import { templateCases } from './suite-templates.ts';

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
    describe('accounts and images', () => accountCases(current));
    describe('API keys', () => apiKeyCases(current));
    describe('certificates', () => certificateCases(current));
    describe('templates', () => templateCases(current));
    describe('passes', () => passCases(current));
    describe('passes of Pass2U', () => pass2uCases(current));
    describe('events and jobs', () => eventCases(current));
    describe('devices', () => deviceCases(current));
    describe('pushes', () => jobCases(current));
    describe('mails', () => mailCases(current));
    describe('campaigns', () => campaignCases(current));
    describe('purge', () => purgeCases(current));
    describe('idempotency', () => idempotencyCases(current));
    describe('concurrency', () => concurrencyCases(current));
  });
}
