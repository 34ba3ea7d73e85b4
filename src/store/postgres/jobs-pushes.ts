// Finds the devices that a push job has to push to, and stores what became of each push.
import type { GivenUp, Job, JobStep, JobStore, PushOutcome, PushTarget } from '../../ports/store/jobs.ts';
import { stepAfter, toldTag } from '../work.ts';
import { addPushed } from './campaigns-terms.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { statement } from './engine/statement.ts';
import { enqueue } from './jobs.ts';
import { queueMessages } from './webhooks-queue.ts';

type PushStore = Pick<JobStore, 'pushTargets' | 'recordPushes' | 'recordStep' | 'givenUpPushes'>;
type Found = Awaited<ReturnType<JobStore['pushTargets']>>;

/** A device that holds a pass of a template. */
type Holder = PushTarget & { readonly passId: number; readonly isUntold: boolean };

const DEVICE = `d.id AS "deviceId", d.push_token AS "pushToken", d.pass_type_identifier AS "passTypeIdentifier"`;
// OFFSET 0 makes PostgreSQL look each row up by its key: given a choice, it reads all devices for
// every chunk when its statistics say that there are few.
const HELD = `JOIN LATERAL (SELECT device_id FROM registrations WHERE pass_id = c.id OFFSET 0) r ON true
  JOIN LATERAL (SELECT * FROM devices WHERE id = r.device_id OFFSET 0) d ON true`;
// Values: the template, the cursor, how many passes on phones, the update tag, how many holders. A
// row without a device says only which pass is the last.
const ofTemplate = statement<{ last: number | null } & (Holder | { passId: null })>(`
  WITH chunk AS MATERIALIZED (
    (SELECT id, NULL::bigint AS account_id FROM passes WHERE template_id = $1 AND on_phone AND id > $2
      ORDER BY id LIMIT $3)
    UNION ALL
    (SELECT id, account_id FROM withdrawn_passes WHERE template_id = $1 AND id > $2 ORDER BY id LIMIT $3)
    ORDER BY id LIMIT $3)
  SELECT l.last, h.*
  FROM (SELECT max(id) AS last FROM chunk) l LEFT JOIN (
    SELECT c.id AS "passId", ${DEVICE}, d.pushed_tag < $4 AS "isUntold",
      coalesce(c.account_id, (SELECT account_id FROM templates WHERE id = $1)) AS "accountId"
    FROM chunk c ${HELD} ORDER BY c.id LIMIT $5) h ON true
  ORDER BY h."passId"`);
const accountOf = (passId: string) => `coalesce(
  (SELECT t.account_id FROM passes p JOIN templates t ON t.id = p.template_id WHERE p.id = ${passId}),
  (SELECT account_id FROM withdrawn_passes WHERE id = ${passId})) AS "accountId"`;
const ofPass = statement<PushTarget>(`
  SELECT ${DEVICE}, ${accountOf('c.id')}
  FROM (SELECT $1::bigint AS id) c ${HELD} WHERE d.pushed_tag < $2 ORDER BY d.id LIMIT $3`);
// Includes an equal tag: the job that created this one has already set the device's tag (toldTag).
const one = statement<PushTarget>(`
  SELECT ${DEVICE}, ${accountOf('r.pass_id')}
  FROM devices d JOIN LATERAL (SELECT pass_id FROM registrations WHERE device_id = d.id LIMIT 1) r ON true
  WHERE d.id = $1 AND d.pushed_tag <= $2`);

// All who write several devices lock them in one order, after their passes, whose rows change when a
// device goes.
const lockHeld = statement(`
  SELECT id FROM passes
  WHERE id = ANY (ARRAY(SELECT DISTINCT pass_id FROM registrations WHERE device_id = ANY ($1)))
  ORDER BY id FOR NO KEY UPDATE`);
const lockDevices = statement('SELECT id FROM devices WHERE id = ANY ($1) ORDER BY id FOR UPDATE');
const forget = statement<{ id: number }>(`
  DELETE FROM devices d USING unnest($1::bigint[], $2::text[], $3::bigint[]) g (id, token, since)
  WHERE d.id = g.id AND d.push_token = g.token AND d.token_at <= coalesce(g.since, d.token_at) RETURNING d.id`);
const seen = statement(`
  UPDATE devices d SET last_push_at = g.time, last_push_status = g.status, last_push_reason = g.reason,
    pushed_tag = greatest(d.pushed_tag, g.tag)
  FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[])
    g (id, token, time, status, reason, tag)
  WHERE d.id = g.id AND d.push_token = g.token`);

/** A job of the same kind and subject may have come in place of one that is done. */
const THIS_JOB = 'WHERE kind = $1 AND subject_id = $2 AND key = $3 AND id = $4';
// A claim ends with the step, unless another server has taken it over.
const RELEASED = 'claimed_by = nullif(claimed_by, $5)';
const tagOf = statement<{ updateTag: number }>(`SELECT update_tag AS "updateTag" FROM jobs ${THIS_JOB} FOR UPDATE`);
const finish = statement(`DELETE FROM jobs ${THIS_JOB}`);
const goOn = statement(`UPDATE jobs SET cursor = $6, told = told + $7, attempts = 0, ${RELEASED} ${THIS_JOB}`);
const retry = statement(
  `UPDATE jobs SET run_at = $6, told = told + $7, attempts = attempts + 1, ${RELEASED} ${THIS_JOB}`,
);
const beginAnew = statement(`UPDATE jobs SET cursor = 0, told = 0, attempts = 0, ${RELEASED} ${THIS_JOB}`);
const giveUp = statement(
  'INSERT INTO given_up_pushes (account_id, devices, status, reason, time) VALUES ($1, $2, $3, $4, $5)',
);
const givenUp = statement<GivenUp>(`
  SELECT account_id AS "accountId", devices, status, reason, time FROM given_up_pushes
  WHERE account_id = $1 AND time > $2 ORDER BY time DESC, id DESC LIMIT $3`);

/** Each device once, without the pass that named it. */
function untoldOf(holders: readonly Holder[]): PushTarget[] {
  const targets = new Map<number, PushTarget>();
  for (const { deviceId, pushToken, passTypeIdentifier, accountId, isUntold } of holders) {
    if (isUntold && !targets.has(deviceId)) {
      targets.set(deviceId, { deviceId, pushToken, passTypeIdentifier, accountId });
    }
  }
  return [...targets.values()];
}

export function pushStore({ read, write, server }: Connection): PushStore {
  async function targetsOfTemplate({ subjectId, cursor, updateTag }: Job, limit: number): Promise<Found> {
    const rows = await read.rows(ofTemplate, subjectId, cursor, limit, updateTag, limit + 1);
    const last = rows[0]?.last ?? null;
    if (last === null) return { targets: [], step: { kind: 'done' } };
    const holders = rows.filter((row): row is Holder & { last: number } => row.passId !== null);
    const tooMany = holders[limit];
    if (tooMany === undefined) return { targets: untoldOf(holders), step: { kind: 'next', cursor: last } };
    // Leave the pass that has a device too many to the next chunk.
    const { passId: cut } = tooMany;
    const whole = holders.filter(({ passId }) => passId < cut);
    if (whole.length > 0) return { targets: untoldOf(whole), step: { kind: 'next', cursor: cut - 1 } };
    // One pass has more devices than a chunk: devices that got the push are no targets next time.
    const targets = await read.rows(ofPass, cut, updateTag, limit + 1);
    return {
      targets: targets.slice(0, limit),
      step: { kind: 'next', cursor: targets.length > limit ? cursor : cut },
    };
  }

  /** Answers the outcomes whose devices stay. */
  async function forgetGone(tx: Tx, outcomes: readonly PushOutcome[]): Promise<readonly PushOutcome[]> {
    const gone = outcomes.flatMap((outcome) =>
      outcome.fate.kind === 'gone' ? [{ ...outcome, since: outcome.fate.since }] : [],
    );
    if (gone.length > 0) await tx.run(lockHeld, columnOf(gone, 'deviceId'));
    await tx.run(lockDevices, columnOf(outcomes, 'deviceId'));
    if (gone.length === 0) return outcomes;
    const rows = await tx.rows(
      forget,
      columnOf(gone, 'deviceId'),
      columnOf(gone, 'pushToken'),
      columnOf(gone, 'since'),
    );
    const forgotten = new Set(rows.map(({ id }) => id));
    return outcomes.filter(({ deviceId }) => !forgotten.has(deviceId));
  }

  async function record(tx: Tx, job: Job, outcomes: readonly PushOutcome[]): Promise<void> {
    if (outcomes.length === 0) return;
    const staying = await forgetGone(tx, outcomes);
    tx.send(
      seen,
      columnOf(staying, 'deviceId'),
      columnOf(staying, 'pushToken'),
      columnOf(staying, 'time'),
      columnOf(staying, 'status'),
      columnOf(staying, 'reason'),
      staying.map(({ fate }) => toldTag(job, fate)),
    );
    for (const { deviceId, fate } of [...staying].sort((a, b) => a.deviceId - b.deviceId)) {
      if (fate.kind !== 'later') continue;
      enqueue(tx, { kind: 'push_device', subjectId: deviceId, updateTag: job.updateTag, runAt: fate.retryAt });
    }
  }

  /** Answers whether the job's row is there and its tag the same. */
  async function move(tx: Tx, job: Job, step: JobStep, told: number): Promise<boolean> {
    const row = [job.kind, job.subjectId, job.key, job.id] as const;
    const updateTag = (await tx.row(tagOf, ...row))?.updateTag;
    const next = stepAfter(job, updateTag, step);
    if (next.kind === 'again') tx.send(beginAnew, ...row, server.id);
    else if (next.kind === 'done') tx.send(finish, ...row);
    else if (next.kind === 'next') tx.send(goOn, ...row, server.id, next.cursor, told);
    else tx.send(retry, ...row, server.id, next.runAt, told);
    return updateTag === job.updateTag;
  }

  return {
    pushTargets: async (job, limit) => {
      const { kind, subjectId, updateTag, cursor } = job;
      if (kind === 'push_template') return targetsOfTemplate(job, limit);
      if (kind === 'push_pass') {
        const targets = await read.rows(ofPass, subjectId, updateTag, limit);
        return { targets, step: targets.length < limit ? { kind: 'done' } : { kind: 'next', cursor } };
      }
      return { targets: await read.rows(one, subjectId, updateTag), step: { kind: 'done' } };
    },

    recordPushes: (job, outcomes, step, gaveUp) =>
      write(async (tx) => {
        tx.leavesKept();
        if (gaveUp !== undefined) {
          const { accountId, devices, status, reason, time, messages = [] } = gaveUp;
          tx.send(giveUp, accountId, devices, status, reason, time);
          await queueMessages(tx, messages);
        }
        await record(tx, job, outcomes);
        const told = outcomes.filter(({ fate }) => fate.kind === 'told').length;
        if (job.kind === 'push_pass') addPushed(tx, { passId: job.subjectId }, told);
        if (job.kind === 'push_template') addPushed(tx, { templateId: job.subjectId }, told);
        return move(tx, job, step, told);
      }),

    givenUpPushes: (accountId, { since, count }) => read.rows(givenUp, accountId, since, count),

    recordStep: (job, step, more) =>
      write(async (tx) => {
        tx.leavesKept();
        await move(tx, job, step, 0);
        for (const subjectId of more?.templates ?? []) {
          enqueue(tx, { kind: 'schedule_dues', subjectId, runAt: more!.now });
        }
      }),
  };
}

function columnOf<Row, K extends keyof Row>(rows: readonly Row[], name: K): Row[K][] {
  return rows.map((row) => row[name]);
}
