// A process that opens a store as the server does, makes one change, reports it, and waits to be
// killed.
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { addPoint, passIn, templateIn } from './fixtures.ts';

const store = await openSqliteStore({ file: process.argv[2]!, exclusive: true });
await templateIn(store);
await passIn(store, 'p1');
await store.changePass('p1', addPoint);
console.log('open');
setInterval(() => {}, 60_000);
