// Stores what surfaces know of a pass in rows of their own, so that passes without it cost nothing.
import { and, eq, sql } from 'drizzle-orm';
import type { Issue } from '../../ports/store/campaigns.ts';
import type { PassReference, PassStore, ReferenceChange } from '../../ports/store/passes.ts';
import { referenceAfter } from '../changes.ts';
import { userDefinedIdTaken } from '../refusals.ts';
import type { Connection } from './engine/connection.ts';
import { passes, passReferences } from './schema.ts';
import { passByHash } from './snapshots.ts';

export interface References {
  of(passId: number): PassReference | null;
  /** Inside a write only. Fails with `user_defined_id_taken`. */
  write(passId: number, issue: Issue | null, change: ReferenceChange): void;
}

export function references({ db }: Connection): References {
  const { campaignId, userDefinedId, recoveryEmail, posted } = passReferences;
  const select = db
    .select({ campaignId, userDefinedId, recoveryEmail, posted })
    .from(passReferences)
    .where(eq(passReferences.passId, sql.placeholder('passId')))
    .prepare();
  const holder = db
    .select({ passId: passReferences.passId })
    .from(passReferences)
    .where(and(eq(campaignId, sql.placeholder('campaignId')), eq(userDefinedId, sql.placeholder('userDefinedId'))))
    .prepare();
  const of = (passId: number) => select.get({ passId }) ?? null;

  return {
    of,
    write(passId, issue, change) {
      const next = referenceAfter(of(passId), change, issue);
      const { campaignId: ofCampaign, userDefinedId: id } = next;
      if (id !== null && ofCampaign !== null) {
        const taken = holder.get({ campaignId: ofCampaign, userDefinedId: id });
        if (taken && taken.passId !== passId) throw userDefinedIdTaken(id);
      }
      db.insert(passReferences)
        .values({ ...next, passId })
        .onConflictDoUpdate({ target: passReferences.passId, set: next })
        .run();
      const { invalidatedAt } = change;
      if (invalidatedAt !== undefined) db.update(passes).set({ invalidatedAt }).where(eq(passes.id, passId)).run();
    },
  };
}

export function referenceStore(
  connection: Connection,
  references: References,
): Pick<PassStore, 'passReference' | 'passByUserDefinedId'> {
  const byHash = passByHash(connection);
  return {
    passReference: async (passId) => references.of(passId),
    passByUserDefinedId: async (campaignId, userDefinedId) => {
      const row = connection.db
        .select({ hash: passes.hash })
        .from(passReferences)
        .innerJoin(passes, eq(passes.id, passReferences.passId))
        .where(and(eq(passReferences.campaignId, campaignId), eq(passReferences.userDefinedId, userDefinedId)))
        .get();
      return (row && byHash(row.hash)) ?? null;
    },
  };
}
