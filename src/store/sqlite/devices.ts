// Stores devices and their registrations. A registration and the event it causes share one commit.
import { and, asc, countDistinct, eq, getTableColumns } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { DeviceName, DeviceStore } from '../../ports/store/devices.ts';
import type { PassSnapshot } from '../../ports/store/passes.ts';
import { withdrawnId } from './devices-withdrawn.ts';
import type { Connection } from './engine/connection.ts';
import type { ChangePass } from './passes.ts';
import { devices, passes, registrations } from './schema.ts';
import { passByHash, passBySerialNumber, passWithSerialNumber } from './snapshots.ts';
import type { UpdateTags } from './update-tags.ts';

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

export function deviceStore(connection: Connection, change: ChangePass, tags: UpdateTags): Registrations {
  const { client, db, write, onDisk } = connection;
  const byHash = passByHash(connection);
  const bySerialNumber = passBySerialNumber(connection);
  const withSerialNumber = passWithSerialNumber(connection);
  // Registering again renews the push token and its time, which `recordPushes` compares before it
  // deletes a device. Update tags that were pushed to the old token still count.
  const renew = client.prepare<unknown[], { id: number }>(`
    INSERT INTO devices (device_library_identifier, pass_type_identifier, push_token, token_at, pushed_tag)
    VALUES (:deviceLibraryIdentifier, :passTypeIdentifier, :pushToken, :at, 0)
    ON CONFLICT (device_library_identifier, pass_type_identifier)
    DO UPDATE SET push_token = iif(:keepsToken, push_token, excluded.push_token),
      token_at = iif(:keepsToken, token_at, excluded.token_at)
    RETURNING id`);
  const register = client.prepare(
    'INSERT INTO registrations (pass_id, device_id, created_at) VALUES (:passId, :deviceId, :at) ON CONFLICT DO NOTHING',
  );
  const holders = client.prepare<[number], number>('SELECT count(*) FROM registrations WHERE pass_id = ?').pluck();
  const unregister = client.prepare(`
    DELETE FROM registrations WHERE pass_id = :passId AND device_id =
      (SELECT id FROM devices WHERE device_library_identifier = :deviceLibraryIdentifier
        AND pass_type_identifier = :passTypeIdentifier)`);
  const idOfWithdrawn = withdrawnId(client);
  const updates = client.prepare<unknown[], { serialNumber: string; updateTag: number }>(`
    WITH held AS (SELECT r.pass_id FROM devices d JOIN registrations r ON r.device_id = d.id
      WHERE d.device_library_identifier = :deviceLibraryIdentifier AND d.pass_type_identifier = :passTypeIdentifier)
    SELECT coalesce(p.imported_serial_number, p.serial_number) AS serialNumber, max(p.update_tag, t.update_tag) AS updateTag
    FROM held JOIN passes p ON p.id = held.pass_id JOIN templates t ON t.id = p.template_id
    WHERE max(p.update_tag, t.update_tag) > :since
    UNION ALL
    SELECT coalesce(w.imported_serial_number, w.serial_number), w.update_tag FROM held JOIN withdrawn_passes w ON w.id = held.pass_id
    WHERE w.update_tag > :since
    ORDER BY 2`);
  const UNNOTED = `device_library_identifier = :deviceLibraryIdentifier AND pass_type_identifier = :passTypeIdentifier
    AND (asked_at IS NULL OR asked_at < last_push_at)`;
  const isUnnoted = client.prepare<unknown[], number>(`SELECT 1 FROM devices WHERE ${UNNOTED}`).pluck();
  const noteAsked = client.prepare(`UPDATE devices SET asked_at = :now WHERE ${UNNOTED}`);
  const { pushedTag: _, ...shown } = getTableColumns(devices);

  const find = (hash: string): PassSnapshot => {
    const snapshot = byHash(hash);
    if (!snapshot) throw new AppError('pass_not_found');
    return snapshot;
  };
  const endRegistration = (passId: number, { deviceLibraryIdentifier, passTypeIdentifier }: DeviceName) =>
    unregister.run({ passId, deviceLibraryIdentifier, passTypeIdentifier }).changes > 0;

  return {
    registerDevice: (hash, device, decide) =>
      write(() => {
        const snapshot = find(hash);
        const { most, keepsToken = false, ...named } = device;
        const { id: deviceId } = renew.get({ ...named, keepsToken: Number(keepsToken) })!;
        const isNew = register.run({ passId: snapshot.pass.id, deviceId, at: device.at }).changes > 0;
        // The error takes back what was written above.
        if (isNew && most !== undefined && holders.get(snapshot.pass.id)! > most) {
          throw new AppError('rate_limited', { message: `A pass is on at most ${most} devices.` });
        }
        return change(snapshot, (asked) => decide(asked, isNew)).result;
      }),

    unregisterDevice: (hash, device, decide) =>
      write(() => {
        const snapshot = find(hash);
        const wasRegistered = endRegistration(snapshot.pass.id, device);
        return change(snapshot, (asked) => decide(asked, wasRegistered)).result;
      }),

    unregisterWithdrawn: (serialNumber, device) =>
      write(() => {
        const passId = idOfWithdrawn(device.passTypeIdentifier, serialNumber);
        if (passId !== undefined) endRegistration(passId, device);
      }),

    updatesFor: async ({ deviceLibraryIdentifier, passTypeIdentifier }, tag) => {
      const since = tag > tags.newest() ? 0 : tag;
      const rows = updates.all({ deviceLibraryIdentifier, passTypeIdentifier, since });
      const newest = rows.at(-1);
      // The phone remembers this tag. After a power cut a tag that is on no disk would be drawn again,
      // and the phone would miss that change.
      await onDisk();
      return newest ? { serialNumbers: rows.map((row) => row.serialNumber), updateTag: newest.updateTag } : null;
    },

    noteAsked: async ({ deviceLibraryIdentifier, passTypeIdentifier }, now) => {
      const device = { deviceLibraryIdentifier, passTypeIdentifier };
      if (isUnnoted.get(device) === undefined) return;
      await write(() => {
        noteAsked.run({ ...device, now });
      });
    },

    passBySerialNumber: async (type, serialNumber) => bySerialNumber(type, serialNumber) ?? null,
    passWithSerialNumber: async (serialNumber, among) => withSerialNumber(serialNumber, among) ?? null,

    devicesOf: async (passId) =>
      db
        .select({ ...shown, registeredAt: registrations.createdAt })
        .from(registrations)
        .innerJoin(devices, eq(devices.id, registrations.deviceId))
        .where(eq(registrations.passId, passId))
        .orderBy(asc(registrations.createdAt), asc(devices.id))
        .all(),

    countDevices: async (of) => {
      const counted = db.select({ count: countDistinct(registrations.deviceId) }).from(registrations);
      const query =
        'passId' in of
          ? counted.where(eq(registrations.passId, of.passId))
          : counted.innerJoin(passes, and(eq(passes.id, registrations.passId), eq(passes.templateId, of.templateId)));
      return query.get()?.count ?? 0;
    },
  };
}
