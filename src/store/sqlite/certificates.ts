// Pass type certificates. Their bytes go in and come out unchanged.
import { desc, eq, isNull, sql } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { Certificate, Store } from '../../ports/store.ts';
import type { Connection } from './connection.ts';
import { accounts, certificates } from './schema.ts';

export function certificateStore({ db, write, kept }: Connection): Pick<Store, 'createCertificate' | 'certificateFor'> {
  const select = () => db.select().from(certificates);
  const order = [desc(certificates.createdAt), desc(certificates.id)];
  const newestOf = select()
    .where(eq(certificates.accountId, sql.placeholder('accountId')))
    .orderBy(...order)
    .limit(1)
    .prepare();
  const newestForAll = select()
    .where(isNull(certificates.accountId))
    .orderBy(...order)
    .limit(1)
    .prepare();

  const bestFor = kept.keeping((accountId: number) => {
    const row = newestOf.get({ accountId }) ?? newestForAll.get();
    return row && toCertificate(row);
  });

  return {
    createCertificate: (certificate) =>
      write((): Certificate => {
        const { accountId } = certificate;
        if (
          accountId !== null &&
          !db.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId)).get()
        )
          throw new AppError('account_not_found');
        const row = {
          ...certificate,
          certificate: Buffer.from(certificate.certificate),
          intermediate: Buffer.from(certificate.intermediate),
          encryptedKey: Buffer.from(certificate.encryptedKey),
        };
        return toCertificate(db.insert(certificates).values(row).returning().get());
      }),

    certificateFor: async (accountId) => bestFor(accountId) ?? null,
  };
}

function toCertificate(row: typeof certificates.$inferSelect): Certificate {
  return {
    ...row,
    certificate: new Uint8Array(row.certificate),
    intermediate: new Uint8Array(row.intermediate),
    encryptedKey: new Uint8Array(row.encryptedKey),
  };
}
