// Stores pass type certificates and the requests for them. Bytes come back as they were stored.
import { and, count, desc, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { Certificate, CertificateRequest, CertificateUse } from '../../ports/store/certificates.ts';
import type { Store } from '../../ports/store/store.ts';
import type { Connection } from './engine/connection.ts';
import { accounts, certificateReminders, certificateRequests, certificates, passes, templates } from './schema.ts';

type CertificateStore = Pick<
  Store,
  | 'createCertificate'
  | 'certificateFor'
  | 'certificates'
  | 'removeCertificate'
  | 'certificateReminder'
  | 'recordCertificateReminder'
  | 'createCertificateRequest'
  | 'certificateRequests'
>;

const newestFirst = [desc(certificates.createdAt), desc(certificates.id)];

/**
 * Finds the pass type of the certificate that `certificateFor` would choose among an account's own.
 */
export function passTypeOf({ client, kept }: Connection): (accountId: number, now: number) => string | null {
  // Asked for each new pass, so from the cache.
  const own = client.prepare<[number], { passType: string; notAfter: number }>(`
    SELECT pass_type_identifier AS passType, not_after AS notAfter FROM certificates WHERE account_id = ?
    ORDER BY created_at DESC, id DESC`);
  const read = kept.keeping((accountId: number) => own.all(accountId));
  return (accountId, now) => {
    const found = read(accountId) ?? [];
    return (found.find(({ notAfter }) => notAfter > now) ?? found[0])?.passType ?? null;
  };
}

export function certificateStore({ db, write, kept }: Connection): CertificateStore {
  const select = () => db.select().from(certificates);
  const newestForAll = select()
    .where(isNull(certificates.accountId))
    .orderBy(...newestFirst)
    .limit(1)
    .prepare();

  const requireAccount = (id: number) => {
    const account = db.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, id)).get();
    if (!account) throw new AppError('account_not_found');
  };
  const templatesOf = (accountId: number) =>
    db.select({ id: templates.id }).from(templates).where(eq(templates.accountId, accountId));

  /** The passes and templates that would lose their certificate if this one were removed. */
  function useOf({ id, accountId, passTypeIdentifier }: Certificate): CertificateUse {
    if (accountId === null) return { templates: [], passes: 0 };
    const isType = eq(certificates.passTypeIdentifier, passTypeIdentifier);
    const others = db
      .select({ count: count() })
      .from(certificates)
      .where(and(eq(certificates.accountId, accountId), isType, ne(certificates.id, id)))
      .get();
    if (others!.count > 0) return { templates: [], passes: 0 };
    const made = db
      .select({ count: count() })
      .from(passes)
      .where(and(inArray(passes.templateId, templatesOf(accountId)), eq(passes.passTypeIdentifier, passTypeIdentifier)))
      .get();
    const chosen = and(eq(templates.accountId, accountId), eq(templates.passTypeIdentifier, passTypeIdentifier));
    return { templates: db.select().from(templates).where(chosen).all(), passes: made!.count };
  }

  /**
   * Reads the certificates to choose from: the account's own of the pass type, or of any, newest
   * first. An account without one may use the newest certificate for all accounts.
   */
  const readCandidates = kept.keeping((key: string): readonly Certificate[] => {
    const [accountId, passTypeIdentifier] = JSON.parse(key) as [number, string | null];
    const isType = passTypeIdentifier === null ? undefined : eq(certificates.passTypeIdentifier, passTypeIdentifier);
    const own = select()
      .where(and(eq(certificates.accountId, accountId), isType))
      .orderBy(...newestFirst)
      .all();
    const development = own.length > 0 || passTypeIdentifier !== null ? undefined : newestForAll.get();
    return [...own, ...(development ? [development] : [])].map(toCertificate);
  });
  const candidates = (accountId: number, passTypeIdentifier: string | null) =>
    readCandidates(JSON.stringify([accountId, passTypeIdentifier])) ?? [];

  return {
    createCertificate: (certificate, requestId) =>
      write((): Certificate => {
        const { accountId, passTypeIdentifier } = certificate;
        if (accountId !== null) {
          requireAccount(accountId);
          const isFirst = candidates(accountId, null).every((found) => found.accountId === null);
          const unsigned = and(inArray(passes.templateId, templatesOf(accountId)), isNull(passes.passTypeIdentifier));
          if (isFirst) db.update(passes).set({ passTypeIdentifier }).where(unsigned).run();
        }
        if (requestId !== undefined) {
          db.delete(certificateRequests).where(eq(certificateRequests.id, requestId)).run();
        }
        const row = {
          ...certificate,
          certificate: Buffer.from(certificate.certificate),
          intermediate: Buffer.from(certificate.intermediate),
          encryptedKey: Buffer.from(certificate.encryptedKey),
        };
        return toCertificate(db.insert(certificates).values(row).returning().get());
      }),

    certificateFor: async (accountId, passTypeIdentifier, now) => {
      const found = candidates(accountId, passTypeIdentifier);
      return found.find(({ notAfter }) => notAfter > now) ?? found[0] ?? null;
    },

    certificates: async (accountId) => {
      const whose = accountId === undefined ? isNotNull(certificates.accountId) : eq(certificates.accountId, accountId);
      const rows = select()
        .where(whose)
        .orderBy(...newestFirst)
        .all();
      return rows.map(toCertificate);
    },

    removeCertificate: (id) =>
      write((): CertificateUse | null => {
        const row = select().where(eq(certificates.id, id)).get();
        if (!row) throw new AppError('certificate_not_found');
        const use = useOf(toCertificate(row));
        if (use.templates.length > 0 || use.passes > 0) return use;
        db.delete(certificates).where(eq(certificates.id, id)).run();
        return null;
      }),

    certificateReminder: async (id) =>
      db
        .select({ daysLeft: certificateReminders.daysLeft })
        .from(certificateReminders)
        .where(eq(certificateReminders.certificateId, id))
        .get()?.daysLeft ?? null,

    recordCertificateReminder: (id, daysLeft) =>
      write(() => {
        if (!db.select({ id: certificates.id }).from(certificates).where(eq(certificates.id, id)).get()) return;
        db.insert(certificateReminders)
          .values({ certificateId: id, daysLeft })
          .onConflictDoUpdate({ target: certificateReminders.certificateId, set: { daysLeft } })
          .run();
      }),

    createCertificateRequest: (request) =>
      write((): CertificateRequest => {
        requireAccount(request.accountId);
        const row = {
          ...request,
          publicKey: Buffer.from(request.publicKey),
          encryptedKey: Buffer.from(request.encryptedKey),
        };
        return toRequest(db.insert(certificateRequests).values(row).returning().get());
      }),

    certificateRequests: async (accountId) => {
      const rows = db
        .select()
        .from(certificateRequests)
        .where(eq(certificateRequests.accountId, accountId))
        .orderBy(desc(certificateRequests.id))
        .all();
      return rows.map(toRequest);
    },
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

function toRequest(row: typeof certificateRequests.$inferSelect): CertificateRequest {
  return { ...row, publicKey: new Uint8Array(row.publicKey), encryptedKey: new Uint8Array(row.encryptedKey) };
}
