// Many tills scan one pass at the same time.
import { expect, test } from 'vitest';
import { onPostgres } from '../fixtures/postgres/of-run.ts';
import { connect } from '../fixtures/scenarios/processes.ts';
import {
  committedPoints,
  deliversLast,
  login,
  makeCountingPass,
  readStored,
  startTill,
} from '../fixtures/scenarios/till.ts';

const SCANS = 1000;

test('1,000 concurrent scans that add 1 add 1,000', async () => {
  const server = await startTill();
  const client = connect(server, 64);
  const clientHash = await login(client);
  const pass = await makeCountingPass(client, clientHash);
  const before = await readStored(server.dataDir, pass);

  const committed = await committedPoints(server.dataDir);

  const early: number[] = [];
  const answers = await Promise.all(
    Array.from({ length: SCANS }, async () => {
      const answer = await client.call('trackPassAccess', { clientHash, hashedSerialNumber: pass, accessType: 7 });
      if (!((await committed(pass)) >= Number(answer.scanText))) early.push(answer.scanText);
      return answer;
    }),
  );

  // None was answered before it was stored: what kill -9 cannot find out when it comes a moment too late.
  expect(early).toEqual([]);
  expect(answers.filter((answer) => answer.success === true && answer.updated === true)).toHaveLength(SCANS);
  // Each scan saw a number of its own: none was answered from a state that another one had written over.
  const shown = new Set(answers.map((answer) => Number(answer.scanText)));
  expect([...shown].sort((a, b) => a - b)).toEqual(Array.from({ length: SCANS }, (_, index) => index + 1));

  const stored = await readStored(server.dataDir, pass);
  expect(stored.points).toBe(SCANS);
  expect(stored.scans).toBe(SCANS);
  expect(stored.pass.access[7]?.count).toBe(SCANS);
  // Every scan drew a tag, and the one job that waits delivers the last.
  expect(before.jobTags).toEqual([]);
  // PostgreSQL's tags are numbers of transactions, which scans share.
  const drawn = stored.pass.updateTag - before.pass.updateTag;
  if (onPostgres()) expect(drawn).toBeGreaterThan(0);
  else expect(drawn).toBe(SCANS);
  expect(deliversLast(stored)).toBe(true);
});
