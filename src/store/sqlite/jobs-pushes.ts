// Finds the devices that a push job has to push to, and stores what became of each push.
import type { GivenUp, Job, JobStep, JobStore, PushOutcome, PushTarget } from '../../ports/store/jobs.ts';
import { stepAfter, toldTag } from '../work.ts';
import { issueCounts } from './campaigns-terms.ts';
import type { Connection } from './engine/connection.ts';
import type { JobQueue } from './jobs.ts';

type PushStore = Pick<JobStore, 'pushTargets' | 'recordPushes' | 'recordStep' | 'givenUpPushes'>;

/** A job of the same kind and subject may have come in place of one that is done. */
const THIS_JOB = 'WHERE kind = :kind AND subject_id = :subjectId AND key = :key AND id = :id';

const TARGET = 'd.id AS deviceId, d.push_token AS pushToken, d.pass_type_identifier AS passTypeIdentifier';

export function pushStore(connection: Connection, jobs: JobQueue): PushStore {
  const { client, write } = connection;
  const counts = issueCounts(connection);
  const targets = (of: string) =>
    client.prepare<unknown[], PushTarget>(`
      SELECT ${TARGET}, t.account_id AS accountId
      FROM passes p JOIN templates t ON t.id = p.template_id
        JOIN registrations r ON r.pass_id = p.id JOIN devices d ON d.id = r.device_id
      WHERE ${of.replaceAll('@', 'p')}
      UNION
      SELECT ${TARGET}, w.account_id
      FROM withdrawn_passes w JOIN registrations r ON r.pass_id = w.id JOIN devices d ON d.id = r.device_id
      WHERE ${of.replaceAll('@', 'w')}
      LIMIT :limit`);
  const untold = 'd.pushed_tag < :updateTag';
  const ofPass = targets(`@.id = :subjectId AND ${untold}`);
  // Look at a limited number of passes per query, so that it stays short even when few passes are
  // installed.
  const ofTemplate = targets(`@.template_id = :subjectId AND @.id > :cursor AND @.id <= :last AND ${untold}`);
  // Include an equal tag: the job that created this one has already set the device's tag
  // (`toldTag`).
  const ofDevice = targets('r.device_id = :subjectId AND d.pushed_tag <= :updateTag');
  const lastOfChunk = client
    .prepare<unknown[], number | null>(`
      SELECT max(id) FROM (
        SELECT id FROM passes WHERE template_id = :subjectId AND id > :cursor
        UNION ALL SELECT id FROM withdrawn_passes WHERE template_id = :subjectId AND id > :cursor
        ORDER BY id LIMIT :limit)`)
    .pluck();

  const seen = client.prepare(`
    UPDATE devices SET last_push_at = :time, last_push_status = :status, last_push_reason = :reason,
      pushed_tag = max(pushed_tag, :pushedTag)
    WHERE id = :deviceId AND push_token = :pushToken`);
  const forget = client.prepare(`
    DELETE FROM devices WHERE id = :deviceId AND push_token = :pushToken AND token_at <= coalesce(:since, token_at)`);
  const tagOf = client.prepare<unknown[], number>(`SELECT update_tag FROM jobs ${THIS_JOB}`).pluck();
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
    seen.run({ deviceId, pushToken, time, status, reason, pushedTag: toldTag(job, fate) });
    if (fate.kind === 'later') {
      jobs.enqueue({ kind: 'push_device', subjectId: deviceId, updateTag: job.updateTag, runAt: fate.retryAt });
    }
  }

  function move(job: Job, step: JobStep, told: number): void {
    const { kind, subjectId, key, id } = job;
    const row = { kind, subjectId, key, id };
    const next = stepAfter(job, tagOf.get(row), step);
    if (next.kind === 'again') beginAnew.run(row);
    else if (next.kind === 'done') finish.run(row);
    else if (next.kind === 'next') goOn.run({ ...row, cursor: next.cursor, told });
    else retry.run({ ...row, runAt: next.runAt, told });
  }

  return {
    pushTargets: async (job, limit) => {
      const { kind, subjectId, updateTag, cursor } = job;
      if (kind === 'push_device') {
        return { targets: ofDevice.all({ subjectId, updateTag, limit: 1 }), step: { kind: 'done' } };
      }
      if (kind === 'push_pass') {
        const found = ofPass.all({ subjectId, updateTag, limit });
        return { targets: found, step: found.length < limit ? { kind: 'done' } : { kind: 'next', cursor } };
      }
      const last = lastOfChunk.get({ subjectId, cursor, limit }) ?? null;
      if (last === null) return { targets: [], step: { kind: 'done' } };
      const found = ofTemplate.all({ subjectId, cursor, last, updateTag, limit });
      // Look at the same passes again when the limit is reached: devices that got the push no
      // longer match.
      return { targets: found, step: { kind: 'next', cursor: found.length < limit ? last : cursor } };
    },

    recordPushes: (job, outcomes, step, givenUp) =>
      write(() => {
        if (givenUp !== undefined) giveUp.run(givenUp);
        for (const outcome of outcomes) record(job, outcome);
        const told = outcomes.filter(({ fate }) => fate.kind === 'told').length;
        if (job.kind === 'push_pass') counts.addPushed({ passId: job.subjectId }, told);
        if (job.kind === 'push_template') counts.addPushed({ templateId: job.subjectId }, told);
        move(job, step, told);
      }),

    givenUpPushes: async (accountId, { since, count }) => givenUp.all(accountId, since, count),

    recordStep: (job, step) => write(() => move(job, step, 0)),
  };
}
