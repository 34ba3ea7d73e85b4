// Finds the devices that a push job has to push to, and stores what became of each push.
import type { GivenUp, Job, JobStep, JobStore, PushOutcome, PushTarget } from '../../ports/store/jobs.ts';
import { stepAfter, toldTag } from '../work.ts';
import { issueCounts } from './campaigns-terms.ts';
import type { Connection } from './engine/connection.ts';
import { type JobQueue, tagOfJob } from './jobs.ts';
import type { UpdateTags } from './update-tags.ts';
import type { QueueMessage } from './webhooks-queue.ts';

type PushStore = Pick<JobStore, 'pushTargets' | 'recordPushes' | 'recordStep' | 'givenUpPushes'>;
type Found = Awaited<ReturnType<JobStore['pushTargets']>>;

/** A job of the same kind and subject may have come in place of one that is done. */
const THIS_JOB = 'WHERE kind = :kind AND subject_id = :subjectId AND key = :key AND id = :id';
/** A device that holds a pass of a template. */
type Holder = readonly [passId: number, deviceId: number, accountId: number];
type Device = readonly [deviceId: number, pushToken: string, passTypeIdentifier: string];

export function pushStore(
  connection: Connection,
  {
    jobs,
    tags,
    queueMessage,
  }: { readonly jobs: JobQueue; readonly tags: UpdateTags; readonly queueMessage: QueueMessage },
): PushStore {
  const { client, write, writeAlong } = connection;
  const counts = issueCounts(connection);
  // Each of these statements has one plan: one table by its key, or named indexes in a fixed order.
  // Given a choice, SQLite reads all devices for every chunk: when statistics say that there are
  // few, and for a Bloom filter when statistics say that there are many.
  const device = client
    .prepare<[number, number], Device>(
      'SELECT id, push_token, pass_type_identifier FROM devices WHERE id = ? AND pushed_tag < ?',
    )
    .raw();
  const holdersOfPass = client
    .prepare<[number], number>('SELECT device_id FROM registrations WHERE pass_id = ?')
    .pluck();
  const heldBy = client.prepare<[number], number>('SELECT pass_id FROM registrations WHERE device_id = ?').pluck();
  const accountOf = client
    .prepare<[number, number], number>(`
      SELECT coalesce(
        (SELECT account_id FROM templates WHERE id = (SELECT template_id FROM passes WHERE id = ?)),
        (SELECT account_id FROM withdrawn_passes WHERE id = ?))`)
    .pluck();
  const inChunk = 'template_id = :subjectId AND id > :cursor AND id <= :last';
  const holdersOfTemplate = client
    .prepare<unknown[], Holder>(`
      SELECT p.id, r.device_id, (SELECT account_id FROM templates WHERE id = :subjectId)
      FROM passes p INDEXED BY passes_on_phone CROSS JOIN registrations r
      WHERE p.on_phone = 1 AND ${inChunk} AND r.pass_id = p.id ORDER BY p.id LIMIT :limit`)
    .raw();
  const holdersOfWithdrawn = client
    .prepare<unknown[], Holder>(`
      SELECT w.id, r.device_id, w.account_id
      FROM withdrawn_passes w INDEXED BY withdrawn_passes_template CROSS JOIN registrations r
      WHERE ${inChunk} AND r.pass_id = w.id ORDER BY w.id LIMIT :limit`)
    .raw();
  // A chunk is a limited number of passes on phones.
  const lastOfChunk = client
    .prepare<unknown[], number | null>(`
      SELECT max(id) FROM (
        SELECT id FROM passes INDEXED BY passes_on_phone
          WHERE on_phone = 1 AND template_id = :subjectId AND id > :cursor
        UNION ALL SELECT id FROM withdrawn_passes INDEXED BY withdrawn_passes_template
          WHERE template_id = :subjectId AND id > :cursor
        ORDER BY id LIMIT :limit)`)
    .pluck();

  function untoldOf(holders: readonly Holder[], updateTag: number): PushTarget[] {
    const met = new Set<number>();
    const targets: PushTarget[] = [];
    for (const [, id, accountId] of holders) {
      if (met.has(id)) continue;
      met.add(id);
      const row = device.get(id, updateTag);
      if (row === undefined) continue;
      const [deviceId, pushToken, passTypeIdentifier] = row;
      targets.push({ deviceId, pushToken, passTypeIdentifier, accountId });
    }
    return targets;
  }

  /** All devices of a pass that are not told yet. */
  function untoldOfPass(passId: number, updateTag: number): PushTarget[] {
    const accountId = accountOf.get(passId, passId)!;
    return untoldOf(
      holdersOfPass.all(passId).map((deviceId) => [passId, deviceId, accountId]),
      updateTag,
    );
  }

  // One transaction around all of a chunk's statements, because each alone would lock the file anew.
  const targetsOfTemplate = client.transaction(({ subjectId, cursor, updateTag }: Job, limit: number): Found => {
    const last = lastOfChunk.get({ subjectId, cursor, limit }) ?? null;
    if (last === null) return { targets: [], step: { kind: 'done' } };
    const chunk = { subjectId, cursor, last, limit: limit + 1 };
    const holders = [...holdersOfTemplate.all(chunk), ...holdersOfWithdrawn.all(chunk)].sort(([a], [b]) => a - b);
    const tooMany = holders[limit];
    if (tooMany === undefined) {
      return { targets: untoldOf(holders, updateTag), step: { kind: 'next', cursor: last } };
    }
    // Leave the pass that has a device too many to the next chunk.
    const [cut] = tooMany;
    const whole = holders.filter(([passId]) => passId < cut);
    if (whole.length > 0) return { targets: untoldOf(whole, updateTag), step: { kind: 'next', cursor: cut - 1 } };
    // One pass has more devices than a chunk: devices that got the push are no targets next time.
    const targets = untoldOfPass(cut, updateTag);
    return {
      targets: targets.slice(0, limit),
      step: { kind: 'next', cursor: targets.length > limit ? cursor : cut },
    };
  });

  const seen = client.prepare<[number, number | null, string | null, number, number, string]>(`
    UPDATE devices SET last_push_at = ?, last_push_status = ?, last_push_reason = ?, pushed_tag = max(pushed_tag, ?)
    WHERE id = ? AND push_token = ?`);
  const forget = client.prepare(`
    DELETE FROM devices WHERE id = :deviceId AND push_token = :pushToken AND token_at <= coalesce(:since, token_at)`);
  const tagOf = client.prepare<unknown[], number>(`SELECT ${tagOfJob} FROM jobs ${THIS_JOB}`).pluck();
  const finish = client.prepare(`DELETE FROM jobs ${THIS_JOB}`);
  const goOn = client.prepare(`UPDATE jobs SET cursor = :cursor, told = told + :told, attempts = 0 ${THIS_JOB}`);
  const retry = client.prepare(
    `UPDATE jobs SET run_at = :runAt, told = told + :told, attempts = attempts + 1 ${THIS_JOB}`,
  );
  const giveUp = client.prepare<[GivenUp]>(`
    INSERT INTO given_up_pushes (account_id, devices, status, reason, time)
    VALUES (:accountId, :devices, :status, :reason, :time)`);
  const givenUp = client.prepare<[number, number, number], GivenUp>(`
    SELECT account_id AS accountId, devices, status, reason, time FROM given_up_pushes
    WHERE account_id = ? AND time > ? ORDER BY time DESC, id DESC LIMIT ?`);
  const beginAnew = client.prepare(`UPDATE jobs SET cursor = 0, told = 0, attempts = 0 ${THIS_JOB}`);

  function record(job: Job, { deviceId, pushToken, time, status, reason, fate }: PushOutcome): void {
    if (fate.kind === 'gone' && forget.run({ deviceId, pushToken, since: fate.since }).changes > 0) return;
    seen.run(time, status, reason, toldTag(job, fate), deviceId, pushToken);
    if (fate.kind === 'later') {
      jobs.enqueue({ kind: 'push_device', subjectId: deviceId, updateTag: job.updateTag, runAt: fate.retryAt });
    }
  }

  /** Answers whether the job's row is there and its tag the same. */
  function move(job: Job, step: JobStep, told: number): boolean {
    const { kind, subjectId, key, id } = job;
    const row = { kind, subjectId, key, id };
    const updateTag = tagOf.get(row);
    const next = stepAfter(job, updateTag, step);
    if (next.kind === 'again') beginAnew.run(row);
    else if (next.kind === 'done') finish.run(row);
    else if (next.kind === 'next') goOn.run({ ...row, cursor: next.cursor, told });
    else retry.run({ ...row, runAt: next.runAt, told });
    return updateTag === job.updateTag;
  }

  return {
    pushTargets: async (job, limit) => {
      const { kind, subjectId, updateTag, cursor } = job;
      if (kind === 'push_template') return targetsOfTemplate(job, limit);
      if (kind === 'push_pass') {
        const targets = untoldOfPass(subjectId, updateTag);
        const step = targets.length < limit ? ({ kind: 'done' } as const) : ({ kind: 'next', cursor } as const);
        return { targets: targets.slice(0, limit), step };
      }
      const held = heldBy.get(subjectId);
      if (held === undefined) return { targets: [], step: { kind: 'done' } };
      // Include an equal tag: the job that created this one has already set the device's tag
      // (`toldTag`).
      const targets = untoldOf([[held, subjectId, accountOf.get(held, held)!]], updateTag + 1);
      return { targets, step: { kind: 'done' } };
    },

    recordPushes: (job, outcomes, step, givenUp) =>
      // What else has many phones to tell goes on with the next when this is written.
      (job.kind === 'push_pass' ? writeAlong : write)(() => {
        if (givenUp !== undefined) {
          const { messages = [], ...what } = givenUp;
          giveUp.run(what);
          for (const { passId, ...message } of messages) queueMessage(message, passId);
        }
        for (const outcome of outcomes) record(job, outcome);
        const told = outcomes.filter(({ fate }) => fate.kind === 'told').length;
        if (job.kind === 'push_pass') counts.addPushed({ passId: job.subjectId }, told);
        if (job.kind === 'push_template') counts.addPushed({ templateId: job.subjectId }, told);
        return move(job, step, told);
      }),

    givenUpPushes: async (accountId, { since, count }) => givenUp.all(accountId, since, count),

    recordStep: (job, step, more) =>
      write(() => {
        move(job, step, 0);
        for (const subjectId of more?.templates ?? []) {
          jobs.enqueue({ kind: 'schedule_dues', subjectId, updateTag: tags.draw(), runAt: more!.now });
        }
      }),
  };
}
