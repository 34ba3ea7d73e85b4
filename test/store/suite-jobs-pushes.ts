// Push jobs: the devices that they have to reach, and the rows that their results write.
import { expect, test } from 'vitest';
import type { Job, PushOutcome, PushTarget } from '../../src/ports/store/jobs.ts';
import { PUSH } from '../../src/rules/passes/facts.ts';
import { event, newAccount, passIn, T0, templateIn } from '../fixtures/store/fixtures.ts';
import type { Current } from './suite.ts';
import { register, TYPE } from './suite-devices.ts';

const told = ({ deviceId, pushToken }: PushTarget, given: Partial<PushOutcome> = {}): PushOutcome => ({
  deviceId,
  pushToken,
  time: T0 + 9,
  status: 200,
  reason: null,
  fate: { kind: 'told' },
  ...given,
});

export function pushCases(store: Current): void {
  const touch = (hash: string) => store().changePass(hash, () => ({ touchedAt: T0, push: true, result: null }));
  const onlyJob = async (): Promise<Job> => {
    const jobs = await store().waitingJobs(10);
    expect(jobs).toHaveLength(1);
    return jobs[0]!;
  };
  const tokens = (targets: readonly PushTarget[]) => targets.map(({ pushToken }) => pushToken).sort();

  test('a job tells the devices of its pass once, and is gone when that is written', async () => {
    const template = await templateIn(store());
    const pass = await passIn(store(), 'p1');
    await passIn(store(), 'p2');
    for (const [hash, device] of [
      ['p1', 'd1'],
      ['p1', 'd2'],
      ['p2', 'd3'],
    ] as const) {
      await register(store(), hash, device);
    }
    await touch('p1');
    const job = await onlyJob();
    const { targets, step } = await store().pushTargets(job, 100);
    expect(tokens(targets)).toEqual(['token of d1', 'token of d2']);
    expect(targets[0]).toMatchObject({ passTypeIdentifier: TYPE, accountId: template.accountId });
    expect(step).toEqual({ kind: 'done' });
    // Do half of the job, as if the process ended then: the other half remains, and no device gets
    // two pushes.
    await store().recordPushes(job, [told(targets[0]!)], { kind: 'retry', runAt: T0 + 20 });
    const again = await onlyJob();
    expect(again).toMatchObject({ attempts: 1, runAt: T0 + 20, told: 1 });
    const rest = (await store().pushTargets(again, 100)).targets;
    expect(rest).toEqual([targets[1]]);
    await store().recordPushes(again, [told(rest[0]!, { status: 403, reason: 'Forbidden' })], step);
    expect(await store().waitingJobs(10)).toEqual([]);
    expect(await store().devicesOf(pass.id)).toMatchObject([
      { lastPushAt: T0 + 9, lastPushStatus: 200, lastPushReason: null },
      { lastPushAt: T0 + 9, lastPushStatus: 403, lastPushReason: 'Forbidden' },
    ]);
  });

  test('a job that is joined while it runs begins anew, and tells of the newer change', async () => {
    await templateIn(store());
    await passIn(store(), 'p1');
    await register(store(), 'p1', 'd1');
    await touch('p1');
    const job = await onlyJob();
    const { targets, step } = await store().pushTargets(job, 100);
    await touch('p1');
    await store().recordPushes(
      job,
      targets.map((target) => told(target)),
      step,
    );
    const next = await onlyJob();
    expect(next.updateTag).toBeGreaterThan(job.updateTag);
    expect((await store().pushTargets(next, 100)).targets).toEqual(targets);
  });

  test('many changes while a push waits are one push', async () => {
    await templateIn(store());
    await passIn(store(), 'p1');
    await register(store(), 'p1', 'd1');
    for (let n = 0; n < 5; n++) await touch('p1');
    const job = await onlyJob();
    const { targets, step } = await store().pushTargets(job, 100);
    await store().recordPushes(
      job,
      targets.map((target) => told(target)),
      step,
    );
    expect(await store().waitingJobs(10)).toEqual([]);
  });

  test("a template's job goes through its passes in chunks, and tells a device of several passes once", async () => {
    const template = await templateIn(store());
    await templateIn(store(), { hash: 'other' });
    for (let n = 1; n <= 7; n++) await passIn(store(), `p${n}`);
    await passIn(store(), 'elsewhere', { template: 'other' });
    const held = [
      ['p1', 'd1'],
      ['p2', 'd1'],
      ['p2', 'd2'],
      ['p6', 'd2'],
      ['p7', 'd3'],
      ['elsewhere', 'd4'],
    ] as const;
    for (const [hash, device] of held) await register(store(), hash, device);
    await store().pushTemplate(template.id, event({ accessType: PUSH, time: T0 }));
    const seen: string[][] = [];
    for (let n = 0; n < 10; n++) {
      const [job] = await store().waitingJobs(1);
      if (job === undefined) break;
      const { targets, step } = await store().pushTargets(job, 3);
      seen.push(tokens(targets));
      await store().recordPushes(
        job,
        targets.map((target) => told(target)),
        step,
      );
      if (step.kind === 'next')
        expect(await onlyJob()).toMatchObject({ cursor: step.cursor, told: seen.flat().length });
    }
    // Passes on no phone are in no chunk.
    expect(seen).toEqual([['token of d1', 'token of d2'], ['token of d3'], []]);
    expect(await store().waitingJobs(1)).toEqual([]);
  });

  test('a pass on any number of phones is told in chunks, alone and as one of a template', async () => {
    const template = await templateIn(store());
    await passIn(store(), 'p1');
    await passIn(store(), 'p2');
    for (let n = 0; n < 7; n++) await register(store(), 'p1', `d${n}`);
    await register(store(), 'p2', 'd7');
    const run = async (): Promise<number[]> => {
      const sizes: number[] = [];
      for (let n = 0; n < 10; n++) {
        const [job] = await store().waitingJobs(1);
        if (job === undefined) break;
        const { targets, step } = await store().pushTargets(job, 3);
        sizes.push(targets.length);
        // One device of each chunk is busy and has a job of its own from now on, however often the
        // chunk is read again.
        const busy = { status: 429, reason: null, fate: { kind: 'later', retryAt: T0 * 2 } } as const;
        await store().recordPushes(
          job,
          targets.map((target, index) => told(target, index === 0 ? busy : {})),
          step,
        );
        if ((await store().waitingJobs(1, T0 + 1)).length === 0) break;
      }
      return sizes;
    };
    await touch('p1');
    expect(await run()).toEqual([3, 3, 1]);
    await store().pushTemplate(template.id, event({ accessType: PUSH, time: T0 }));
    expect(await run()).toEqual([3, 3, 1, 1, 0]);
  });

  test('passes that were deleted meanwhile are among those to tell of', async () => {
    const template = await templateIn(store());
    await passIn(store(), 'p1');
    await register(store(), 'p1', 'd1');
    await store().deleteTemplate(template.id, T0);
    const job = await onlyJob();
    expect(tokens((await store().pushTargets(job, 100)).targets)).toEqual(['token of d1']);
  });

  test('a device that is gone loses its registrations, unless it gave its token later, or has another now', async () => {
    await templateIn(store());
    const pass = await passIn(store(), 'p1');
    for (const device of ['gone', 'back', 'renewed']) await register(store(), 'p1', device);
    await touch('p1');
    const job = await onlyJob();
    const { targets, step } = await store().pushTargets(job, 100);
    const by = (device: string) => targets.find(({ pushToken }) => pushToken === `token of ${device}`)!;
    await register(store(), 'p1', 'renewed', { pushToken: 'another', at: T0 + 5 });
    const fate = (since: number | null) => ({
      status: 410,
      reason: 'Unregistered',
      fate: { kind: 'gone', since } as const,
    });
    await store().recordPushes(
      job,
      [told(by('gone'), fate(null)), told(by('back'), fate(T0 - 1)), told(by('renewed'), fate(T0))],
      step,
    );
    const left = await store().devicesOf(pass.id);
    expect(left.map((device) => device.deviceLibraryIdentifier)).toEqual(['back', 'renewed']);
    expect(left[1]).toMatchObject({ pushToken: 'another', lastPushAt: null });
  });

  test('a busy device gets a job of its own, and holds up nobody', async () => {
    await templateIn(store());
    await passIn(store(), 'p1');
    for (const device of ['d1', 'd2']) await register(store(), 'p1', device);
    await touch('p1');
    const job = await onlyJob();
    const { targets, step } = await store().pushTargets(job, 100);
    const busy = { status: 429, reason: 'TooManyRequests', fate: { kind: 'later', retryAt: T0 + 60_000 } } as const;
    await store().recordPushes(job, [told(targets[0]!, busy), told(targets[1]!)], step);
    const later = await onlyJob();
    expect(later).toMatchObject({ kind: 'push_device', subjectId: targets[0]!.deviceId, runAt: T0 + 60_000 });
    expect(await store().waitingJobs(10, T0 + 59_999)).toEqual([]);
    expect(await store().waitingJobs(10, T0 + 60_000)).toEqual([later]);
    expect((await store().pushTargets(later, 100)).targets).toEqual([targets[0]]);
    // A newer push before the retry makes the retry unnecessary.
    await touch('p1');
    const [newer] = (await store().waitingJobs(10)).filter(({ kind }) => kind === 'push_pass');
    const both = await store().pushTargets(newer!, 100);
    await store().recordPushes(
      newer!,
      both.targets.map((target) => told(target)),
      both.step,
    );
    expect((await store().pushTargets(later, 100)).targets).toEqual([]);
  });

  test('what a job gives up is answered to its account, newest first', async () => {
    const { accountId } = await templateIn(store());
    const other = await store().createAccount(newAccount({ email: 'other@example.com' }));
    await passIn(store(), 'p1');
    await register(store(), 'p1', 'd1');
    const given = { accountId, devices: 3, status: 503, reason: 'ServiceUnavailable', time: T0 + 1 };
    for (const givenUp of [given, { ...given, time: T0 + 2, status: null }, { ...given, accountId: other.id }]) {
      await touch('p1');
      await store().recordPushes(await onlyJob(), [], { kind: 'done' }, givenUp);
    }
    const found = (since: number, count: number) => store().givenUpPushes(accountId, { since, count });
    expect(await found(0, 9)).toEqual([{ ...given, time: T0 + 2, status: null }, given]);
    expect([await found(0, 1), await found(T0 + 1, 9)]).toEqual(
      [[T0 + 2], [T0 + 2]].map((times) => times.map((time) => ({ ...given, time, status: null }))),
    );
  });
}
