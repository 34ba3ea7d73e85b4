// Stores pass type certificates and the requests for them. Bytes come back as they were stored.
import { and, count, desc, eq, inArray, isNotNull, ne } from 'drizzle-orm';
import { AppError } from '../../errors.ts';
import type { Certificate, CertificateRequest, CertificateUse } from '../../ports/store/certificates.ts';
import type { Store } from '../../ports/store/store.ts';
import { requireAccount } from './accounts.ts';
import type { Connection, Queries, Tx } from './engine/connection.ts';
import { columnsOf, statement } from './engine/statement.ts';
import { certificateReminders, certificateRequests, certificates, passes, templates } from './schema.ts';

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

// Makers of passes share the lock; whoever adds or removes a certificate of the account has it alone.
const sharePassTypes = statement("SELECT pg_advisory_xact_lock_shared(hashtextextended('pass types', $1))");
const lockPassTypes = statement("SELECT pg_advisory_xact_lock(hashtextextended('pass types', $1))");

/** Until the commit, the account gets and loses no certificate. */
export function holdPassTypes(tx: Tx, accountId: number): void {
  tx.send(sharePassTypes, accountId);
}

/**
 * The pass type of the certificate that `certificateFor` would choose among an account's own, in
 * SQL; null without any. After `holdPassTypes` only.
 */
export const passTypeOf = (accountId: string, now: string) => `(
  SELECT pass_type_identifier FROM certificates WHERE account_id = ${accountId}
  ORDER BY (not_after > ${now}) DESC, created_at DESC, id DESC LIMIT 1)`;

const COLUMNS = columnsOf(certificates, 'c');
const NEWEST_FIRST = 'ORDER BY c.created_at DESC, c.id DESC';
const own = statement<CertificateRow>(`SELECT ${COLUMNS} FROM certificates c WHERE c.account_id = $1 ${NEWEST_FIRST}`);
const ownOfType = statement<CertificateRow>(`
  SELECT ${COLUMNS} FROM certificates c WHERE c.account_id = $1 AND c.pass_type_identifier = $2 ${NEWEST_FIRST}`);
const newestForAll = statement<CertificateRow>(`
  SELECT ${COLUMNS} FROM certificates c WHERE c.account_id IS NULL ${NEWEST_FIRST} LIMIT 1`);
const signAll = statement(`
  UPDATE passes SET pass_type_identifier = $2
  WHERE template_id IN (SELECT id FROM templates WHERE account_id = $1) AND pass_type_identifier IS NULL`);
const remind = statement(`
  INSERT INTO certificate_reminders (certificate_id, days_left) SELECT id, $2::bigint FROM certificates WHERE id = $1
  ON CONFLICT (certificate_id) DO UPDATE SET days_left = excluded.days_left`);

export function certificateStore({ read, write, kept }: Connection): CertificateStore {
  const templatesOf = ({ db }: Queries, accountId: number) =>
    db.select({ id: templates.id }).from(templates).where(eq(templates.accountId, accountId));

  /** The passes and templates that would lose their certificate if this one were removed. */
  async function useOf(tx: Tx, { id, accountId, passTypeIdentifier }: CertificateRow): Promise<CertificateUse> {
    if (accountId === null) return { templates: [], passes: 0 };
    const isType = eq(certificates.passTypeIdentifier, passTypeIdentifier);
    const [others] = await tx.db
      .select({ count: count() })
      .from(certificates)
      .where(and(eq(certificates.accountId, accountId), isType, ne(certificates.id, id)));
    if (others!.count > 0) return { templates: [], passes: 0 };
    const [made] = await tx.db
      .select({ count: count() })
      .from(passes)
      .where(
        and(inArray(passes.templateId, templatesOf(tx, accountId)), eq(passes.passTypeIdentifier, passTypeIdentifier)),
      );
    const chosen = and(eq(templates.accountId, accountId), eq(templates.passTypeIdentifier, passTypeIdentifier));
    return { templates: await tx.db.select().from(templates).where(chosen), passes: made!.count };
  }

  /**
   * Reads the certificates to choose from: the account's own of the pass type, or of any, newest
   * first. An account without one may use the newest certificate for all accounts.
   */
  const candidates = kept.keeping(async (key: string): Promise<readonly Certificate[]> => {
    const [accountId, passTypeIdentifier] = JSON.parse(key) as [number, string | null];
    if (passTypeIdentifier !== null) {
      return (await read.rows(ownOfType, accountId, passTypeIdentifier)).map(toCertificate);
    }
    const found = await read.rows(own, accountId);
    return (found.length > 0 ? found : await read.rows(newestForAll)).map(toCertificate);
  });

  return {
    createCertificate: (certificate, requestId) =>
      write(async (tx): Promise<Certificate> => {
        const { accountId, passTypeIdentifier } = certificate;
        if (accountId !== null) {
          await requireAccount(tx, accountId);
          tx.send(lockPassTypes, accountId);
          const isFirst = (await tx.rows(own, accountId)).length === 0;
          if (isFirst) tx.send(signAll, accountId, passTypeIdentifier);
        }
        if (requestId !== undefined) {
          await tx.db.delete(certificateRequests).where(eq(certificateRequests.id, requestId));
        }
        const [made] = await tx.db.insert(certificates).values(certificate).returning();
        return toCertificate(made!);
      }),

    certificateFor: async (accountId, passTypeIdentifier, now) => {
      const found = (await candidates(JSON.stringify([accountId, passTypeIdentifier]))) ?? [];
      return found.find(({ notAfter }) => notAfter > now) ?? found[0] ?? null;
    },

    certificates: async (accountId) => {
      const whose = accountId === undefined ? isNotNull(certificates.accountId) : eq(certificates.accountId, accountId);
      const rows = await read.db
        .select()
        .from(certificates)
        .where(whose)
        .orderBy(...newestFirst);
      return rows.map(toCertificate);
    },

    removeCertificate: (id) =>
      write(async (tx): Promise<CertificateUse | null> => {
        const find = () => tx.db.select().from(certificates).where(eq(certificates.id, id));
        const [seen] = await find();
        if (seen && seen.accountId !== null) tx.send(lockPassTypes, seen.accountId);
        const [row] = await find();
        if (!row) throw new AppError('certificate_not_found');
        const use = await useOf(tx, row);
        if (use.templates.length > 0 || use.passes > 0) return use;
        await tx.db.delete(certificates).where(eq(certificates.id, id));
        return null;
      }),

    certificateReminder: async (id) => {
      const [row] = await read.db
        .select({ daysLeft: certificateReminders.daysLeft })
        .from(certificateReminders)
        .where(eq(certificateReminders.certificateId, id));
      return row?.daysLeft ?? null;
    },

    recordCertificateReminder: (id, daysLeft) =>
      write(async (tx) => {
        tx.leavesKept();
        tx.send(remind, id, daysLeft);
      }),

    createCertificateRequest: (request) =>
      write(async (tx): Promise<CertificateRequest> => {
        tx.leavesKept();
        await requireAccount(tx, request.accountId);
        const [made] = await tx.db.insert(certificateRequests).values(request).returning();
        return toRequest(made!);
      }),

    certificateRequests: async (accountId) => {
      const rows = await read.db
        .select()
        .from(certificateRequests)
        .where(eq(certificateRequests.accountId, accountId))
        .orderBy(desc(certificateRequests.id));
      return rows.map(toRequest);
    },
  };
}

type CertificateRow = typeof certificates.$inferSelect;

function toCertificate(row: CertificateRow): Certificate {
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
