// Stores devices and their registrations. A registration and the event it causes share one commit.
import { AppError } from '../../errors.ts';
import type { DeviceName, DeviceStore, PassDevice } from '../../ports/store/devices.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { withdrawnId } from './devices-withdrawn.ts';
import type { Connection, Tx } from './engine/connection.ts';
import { columnsOf, statement } from './engine/statement.ts';
import type { ChangePass } from './passes-changes.ts';
import { devices } from './schema.ts';
import { type Snapshots, serialNumberOf } from './snapshots.ts';

type Registrations = Pick<
  DeviceStore,
  | 'registerDevice'
  | 'unregisterDevice'
  | 'unregisterWithdrawn'
  | 'updatesFor'
  | 'noteAsked'
  | 'passBySerialNumber'
  | 'passWithSerialNumber'
  | 'devicesOf'
  | 'countDevices'
>;

// Registering again renews the push token and its time, which `recordPushes` compares before it
// deletes a device. Update tags that were pushed to the old token still count.
const renew = statement<{ id: number }>(`
  INSERT INTO devices (device_library_identifier, pass_type_identifier, push_token, token_at, pushed_tag)
  VALUES ($1, $2, $3, $4, 0)
  ON CONFLICT (md5(device_library_identifier), pass_type_identifier)
  DO UPDATE SET push_token = CASE WHEN $5::boolean THEN devices.push_token ELSE excluded.push_token END,
    token_at = CASE WHEN $5 THEN devices.token_at ELSE excluded.token_at END
  RETURNING id`);
const register = statement(
  'INSERT INTO registrations (pass_id, device_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
);
const holders = statement<{ count: number }>('SELECT count(*) AS count FROM registrations WHERE pass_id = $1');
const NAMED = 'md5(device_library_identifier) = md5($1::text) AND pass_type_identifier = $2';
const unregister = statement(`
  DELETE FROM registrations WHERE pass_id = $3 AND device_id = (SELECT id FROM devices WHERE ${NAMED})`);
const updates = statement<{ serialNumber: string; updateTag: number; settled: number }>(`
  WITH held AS (SELECT r.pass_id FROM devices d JOIN registrations r ON r.device_id = d.id WHERE ${NAMED}),
  changed AS (
    SELECT ${serialNumberOf('p')} AS serial_number, greatest(p.update_tag, t.update_tag) AS update_tag
    FROM held JOIN passes p ON p.id = held.pass_id JOIN templates t ON t.id = p.template_id
    UNION ALL
    SELECT ${serialNumberOf('w')}, w.update_tag FROM held JOIN withdrawn_passes w ON w.id = held.pass_id)
  SELECT serial_number AS "serialNumber", update_tag AS "updateTag", settled_tag() AS settled
  FROM changed WHERE update_tag > CASE WHEN $3::bigint > settled_tag() THEN 0 ELSE $3 END ORDER BY update_tag`);
const UNNOTED = `${NAMED} AND (asked_at IS NULL OR asked_at < last_push_at)`;
const isUnnoted = statement<{ id: number }>(`SELECT id FROM devices WHERE ${UNNOTED}`);
const note = statement(`UPDATE devices SET asked_at = $3 WHERE ${UNNOTED}`);
const ofPass = statement<PassDevice>(`
  SELECT ${columnsOf(devices, 'd', ['pushedTag'])}, r.created_at AS "registeredAt"
  FROM registrations r JOIN devices d ON d.id = r.device_id WHERE r.pass_id = $1 ORDER BY r.created_at, d.id`);
const countOfTemplate = statement<{ count: number }>(`
  SELECT count(DISTINCT r.device_id) AS count
  FROM passes p JOIN registrations r ON r.pass_id = p.id WHERE p.template_id = $1 AND p.on_phone`);

export function deviceStore({ read, write }: Connection, snapshots: Snapshots, change: ChangePass): Registrations {
  const find = async (tx: Tx, hash: string): Promise<PassSnapshot> => {
    const snapshot = await snapshots.lockedByHash(tx, hash);
    if (!snapshot) throw new AppError('pass_not_found');
    return snapshot;
  };
  const endRegistration = async (
    tx: Tx,
    passId: number,
    { deviceLibraryIdentifier, passTypeIdentifier }: DeviceName,
  ): Promise<boolean> => (await tx.run(unregister, deviceLibraryIdentifier, passTypeIdentifier, passId)) > 0;

  return {
    registerDevice: (hash, { most, keepsToken = false, ...device }, decide) =>
      write(async (tx) => {
        tx.leavesKept();
        const snapshot = await find(tx, hash);
        const { id: passId } = snapshot.pass;
        const { deviceLibraryIdentifier, passTypeIdentifier, pushToken, at } = device;
        const values = [deviceLibraryIdentifier, passTypeIdentifier, pushToken, at, keepsToken];
        const { id: deviceId } = (await tx.row(renew, ...values))!;
        const isNew = (await tx.run(register, passId, deviceId, at)) > 0;
        // The error takes back what was written above.
        if (isNew && most !== undefined && (await tx.row(holders, passId))!.count > most) {
          throw new AppError('rate_limited', { message: `A pass is on at most ${most} devices.` });
        }
        return (await change(tx, snapshot, (asked) => decide(asked, isNew))).result;
      }),

    unregisterDevice: (hash, device, decide) =>
      write(async (tx) => {
        tx.leavesKept();
        const snapshot = await find(tx, hash);
        const wasRegistered = await endRegistration(tx, snapshot.pass.id, device);
        return (await change(tx, snapshot, (asked) => decide(asked, wasRegistered))).result;
      }),

    unregisterWithdrawn: (serialNumber, device) =>
      write(async (tx) => {
        tx.leavesKept();
        const id = await withdrawnId(tx, device.passTypeIdentifier, serialNumber);
        if (id !== null) await endRegistration(tx, id, device);
      }),

    updatesFor: async ({ deviceLibraryIdentifier, passTypeIdentifier }, since) => {
      const rows = await read.rows(updates, deviceLibraryIdentifier, passTypeIdentifier, since);
      const newest = rows.at(-1);
      if (newest === undefined) return null;
      // A change with an older tag may still be under way. The device will ask with the answered tag
      // and must be told of that change, at the cost of being told of some twice.
      const updateTag = Math.max(since > newest.settled ? 0 : since, Math.min(newest.updateTag, newest.settled));
      return { serialNumbers: rows.map((row) => row.serialNumber), updateTag };
    },

    noteAsked: async ({ deviceLibraryIdentifier, passTypeIdentifier }, now) => {
      const device = [deviceLibraryIdentifier, passTypeIdentifier] as const;
      if ((await read.row(isUnnoted, ...device)) === undefined) return;
      await write(async (tx) => {
        tx.leavesKept();
        await tx.run(note, ...device, now);
      });
    },

    passBySerialNumber: (type, serialNumber) => snapshots.passBySerialNumber(read, type, serialNumber),
    passWithSerialNumber: (serialNumber, among) => snapshots.passWithSerialNumber(read, serialNumber, among),
    devicesOf: (passId) => read.rows(ofPass, passId),
    countDevices: async (of) => {
      const row = 'passId' in of ? await read.row(holders, of.passId) : await read.row(countOfTemplate, of.templateId);
      return row?.count ?? 0;
    },
  };
}
