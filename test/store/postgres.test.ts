// The PostgreSQL store: the shared suite on a real PostgreSQL, and what only PostgreSQL has.
import { afterAll, afterEach, beforeAll } from 'vitest';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { type Databases, databases } from '../fixtures/postgres/databases.ts';
import { storeSuite } from './suite.ts';

let all: Databases;
beforeAll(async () => {
  all = await databases();
});
// The hooks of the suite run first: its store is closed by then.
afterEach(() => all.free());
afterAll(() => all.stop());

storeSuite('PostgreSQL', async () => openPostgresStore({ url: await all.empty() }));
