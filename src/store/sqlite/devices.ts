// Devices that registered for passes. So far they are only counted here.
import { countDistinct, eq } from 'drizzle-orm';
import type { Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { passes, registrations } from './schema.ts';

export function deviceStore({ db }: Connection): Pick<Store, 'countDevices'> {
  const counted = { count: countDistinct(registrations.deviceId) };
  return {
    countDevices: async (of) => {
      const query =
        'passId' in of
          ? db.select(counted).from(registrations).where(eq(registrations.passId, of.passId))
          : db
              .select(counted)
              .from(registrations)
              .innerJoin(passes, eq(passes.id, registrations.passId))
              .where(eq(passes.templateId, of.templateId));
      return query.get()?.count ?? 0;
    },
  };
}
