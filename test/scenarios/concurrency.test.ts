// Everything that changes a pass, at the same time on one pass: nothing that one writes is lost to another.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { afterTest } from '../clean-up.ts';
import { openTestApp, pointsTemplate, type TestApp } from '../fixtures/open-app.ts';

const ROUNDS = 40;
const POINTS = 'structure_headerFields_points_value';

const increment = (targetPath: string) => ({ action: 'PSActionIncrementValue', targetPath, amount: 1 });

/** A service that writes to the pass that calls it, through the API, before it answers: each call its own field. */
async function startService(app: () => TestApp) {
  const written: string[] = [];
  const service = createServer(async (request, response) => {
    const hashedSerialNumber = new URL(request.url ?? '', 'http://service').searchParams.get('pass');
    const field = `service${written.length}`;
    written.push(field);
    const { clientHash, call } = app();
    const answer = await call('updatePassFields', { clientHash, hashedSerialNumber, [field]: 'was here' });
    response.statusCode = answer.updated === true ? 200 : 500;
    response.end();
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  afterTest(() => {
    service.closeAllConnections();
    return new Promise((resolve) => service.close(resolve));
  });
  return { host: `127.0.0.1:${(service.address() as AddressInfo).port}`, written };
}

test('scans, checks, edits, updates and a service that calls back lose nothing of each other', async () => {
  let t: TestApp | undefined;
  const service = await startService(() => t!);
  t = await openTestApp({ env: { OUTBOUND_ALLOW: service.host } });
  const { clientHash, call } = t;
  afterTest(() => t!.close());

  const rounds = Array.from({ length: ROUNDS }, (_, round) => round);
  const empty = (name: string) => Object.fromEntries(rounds.map((round) => [`${name}${round}`, '']));
  const templateHash = await t.template(
    pointsTemplate({
      additional: { checks: 0, before: 0, after: 0, ...empty('set'), ...empty('service') },
      triggers: {
        onScan: increment(POINTS),
        onCheck: increment('checks'),
        onEdit: [
          increment('before'),
          { action: 'PSActionURL', url: `http://${service.host}/?pass={hashedSerialNumber}` },
          increment('after'),
        ],
      },
    }),
  );
  const pass = await t.install(await t.pass(templateHash));
  const track = (accessType: number) => call('trackPassAccess', { clientHash, hashedSerialNumber: pass, accessType });

  const answers = await Promise.all(
    rounds.flatMap((round) => [
      track(7),
      track(0),
      track(8),
      track(7),
      call('updatePassFields', { clientHash, hashedSerialNumber: pass, [`set${round}`]: `by ${round}` }),
    ]),
  );
  expect(answers.filter((answer) => answer.success !== true || answer.updated !== true)).toEqual([]);

  const { userFields } = await call('passInfo', { clientHash, hashedSerialNumber: pass });
  expect(service.written).toHaveLength(ROUNDS);
  expect(userFields).toEqual({
    [POINTS]: 2 * ROUNDS,
    checks: ROUNDS,
    before: ROUNDS,
    after: ROUNDS,
    ...Object.fromEntries(rounds.map((round) => [`set${round}`, `by ${round}`])),
    ...Object.fromEntries(service.written.map((field) => [field, 'was here'])),
  });
  const events = await t.events(pass);
  const count = (accessType: number) => events.filter((event) => event.accessType === accessType).length;
  expect([count(1), count(7), count(0), count(8)]).toEqual([1, 2 * ROUNDS, ROUNDS, ROUNDS]);
  expect(events.filter((event) => event.outcome === 'error')).toEqual([]);
  const { pass: stored } = (await t.app.context.store.passByHash(pass))!;
  expect((await t.jobs()).map(({ kind, subjectId, updateTag }) => [kind, subjectId, updateTag])).toEqual([
    ['push_pass', stored.id, stored.updateTag],
  ]);
});

test('what a service writes during a run is seen by the actions after it, and by nobody too late', async () => {
  let t: TestApp | undefined;
  const service = await startService(() => t!);
  t = await openTestApp({ env: { OUTBOUND_ALLOW: service.host } });
  afterTest(() => t!.close());
  const templateHash = await t.template(
    pointsTemplate({
      additional: { service0: '', seen: '' },
      triggers: {
        onScan: [
          { action: 'PSActionSetValue', targetPath: 'seen', value: '{service0}', PSConditions: '{service0} isEmpty' },
          { action: 'PSActionURL', url: `http://${service.host}/?pass={hashedSerialNumber}` },
          { action: 'PSActionSetValue', targetPath: 'seen', value: 'it {service0}' },
        ],
      },
    }),
  );
  const hashedSerialNumber = await t.pass(templateHash);
  const { clientHash } = t;
  expect(await t.call('trackPassAccess', { clientHash, hashedSerialNumber, accessType: 7 })).toMatchObject({
    updated: true,
  });
  const { userFields } = await t.call('passInfo', { clientHash, hashedSerialNumber });
  expect(userFields).toEqual({ service0: 'was here', seen: 'it was here' });
});
