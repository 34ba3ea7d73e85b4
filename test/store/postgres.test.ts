// The PostgreSQL store: the shared suite on a real PostgreSQL, and what only PostgreSQL has.
import { afterAll, beforeAll } from 'vitest';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { type Databases, databases } from '../fixtures/postgres/databases.ts';
import { storeSuite } from './suite.ts';

let all: Databases;
beforeAll(async () => {
  all = await databases();
});
// The files of some two hundred databases take a while to delete on a busy machine.
afterAll(() => all.stop(), 300_000);

storeSuite('PostgreSQL', async () => openPostgresStore({ url: await all.empty() }));
