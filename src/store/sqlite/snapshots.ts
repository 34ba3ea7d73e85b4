// Reads a template together with its owner, and a pass with both, as one consistent read.
import { eq, getTableColumns, sql } from 'drizzle-orm';
import type { Pass, PassSnapshot } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { AccessFacts, Overrides } from '../../rules/passes/facts.ts';
import { withTerms } from '../ends.ts';
import { accountColumns } from './accounts.ts';
import { issueOf } from './campaigns-terms.ts';
import type { Connection } from './engine/connection.ts';
import { oncePerConnection } from './engine/once.ts';
import { type Query, quickJoin } from './engine/quick-read.ts';
import { accounts, passes, templates } from './schema.ts';
import { webhookRules } from './webhooks-rules.ts';

const {
  accessed: _,
  onPhone: __,
  visitedDay: ___,
  undo: ____,
  googleOnly: _____,
  importedSerialNumber,
  ...columns
} = getTableColumns(passes);
/** The columns of a Pass. */
export const passColumns = {
  ...columns,
  serialNumber: sql<string>`coalesce(${importedSerialNumber}, ${columns.serialNumber})`,
};
export const templateColumns = getTableColumns(templates);

function selectTemplates({ db }: Connection) {
  return db
    .select({ template: templateColumns, owner: accountColumns })
    .from(templates)
    .innerJoin(accounts, eq(accounts.id, templates.accountId));
}

/** Reads a template by its hash. */
export const templateByHash = oncePerConnection((connection) => {
  const query = selectTemplates(connection).where(eq(templates.hash, sql.placeholder('hash')));
  return connection.kept.keeping<string, TemplateSnapshot>(withIssue(connection, query));
});

/** Reads a template by its id. */
export const templateById = oncePerConnection((connection) => {
  const query = selectTemplates(connection).where(eq(templates.id, sql.placeholder('id')));
  return connection.kept.keeping<number, TemplateSnapshot>(withIssue(connection, query));
});

function withIssue(connection: Connection, query: Query): (value: string | number) => TemplateSnapshot | undefined {
  const columns = { template: templateColumns, owner: accountColumns };
  const read = quickJoin<Omit<TemplateSnapshot, 'issue'>>(connection.client, query, columns);
  const issue = issueOf(connection);
  const webhooks = webhookRules(connection);
  return (value) => {
    const snapshot = read(value);
    if (snapshot === undefined) return undefined;
    const { template, owner } = snapshot;
    return { ...snapshot, issue: issue(template.id), webhooks: webhooks(owner.id) };
  };
}

/** Reads a pass by its hash. */
export const passByHash = oncePerConnection((connection) => passBy<[string]>(connection, 'hash = ?'));

const passByOwnSerialNumber = oncePerConnection((connection) =>
  passBy<[string]>(connection, 'serial_number = ? AND imported_serial_number IS NULL'),
);

/** Reads a pass as Wallet names it; see DeviceStore. */
export const passBySerialNumber = oncePerConnection((connection) => {
  const own = passByOwnSerialNumber(connection);
  const imported = passBy<[string, string]>(connection, 'imported_serial_number = ? AND pass_type_identifier = ?');
  return (passTypeIdentifier: string, serialNumber: string): PassSnapshot | undefined => {
    const found = own(serialNumber);
    const type = found?.pass.passTypeIdentifier;
    if (type === null || type === passTypeIdentifier) return found;
    return imported(serialNumber, passTypeIdentifier) ?? found;
  };
});

/** Reads a pass by its serial number alone; see DeviceStore. */
export function passWithSerialNumber(
  connection: Connection,
): (serialNumber: string, among: { accountId: number } | { templateId: number }) => PassSnapshot | undefined {
  const own = passByOwnSerialNumber(connection);
  const ofTemplate = passBy<[string, number]>(
    connection,
    'imported_serial_number = ? AND template_id = ? ORDER BY id LIMIT 1',
  );
  const ofAccount = passBy<[string, number]>(
    connection,
    `imported_serial_number = ? AND (SELECT account_id FROM templates WHERE id = passes.template_id) = ?
    ORDER BY id LIMIT 1`,
  );
  return (serialNumber, among) => {
    const imported =
      'templateId' in among ? ofTemplate(serialNumber, among.templateId) : ofAccount(serialNumber, among.accountId);
    return imported ?? own(serialNumber);
  };
}

type PassRow = readonly [
  id: number,
  templateId: number,
  serialNumber: string,
  hash: string,
  authenticationToken: string,
  overrides: string,
  access: string,
  updateTag: number,
  lastModified: number,
  createdAt: number,
  updatedAt: number,
  passTypeIdentifier: string | null,
  passcodeHash: string | null,
  invalidatedAt: number | null,
  isTest: number,
  onGoogle: number,
  webServiceURL: string | null,
];

/** In the order of PassRow. */
const PASS_COLUMNS = `id, template_id, coalesce(imported_serial_number, serial_number), hash, authentication_token, overrides, access, update_tag,
  last_modified, created_at, updated_at, pass_type_identifier, passcode_hash, invalidated_at, is_test, on_google,
  web_service_url`;

/**
 * Reads template and owner from the cache, because very many passes share them. The pass is a
 * literal, because every scan makes one: engines read an object that is built key by key slowly.
 */
function passBy<Values extends unknown[]>(
  connection: Connection,
  where: string,
): (...values: Values) => PassSnapshot | undefined {
  const read = connection.client.prepare<Values, PassRow>(`SELECT ${PASS_COLUMNS} FROM passes WHERE ${where}`).raw();
  const templateOf = templateById(connection);
  return function readPass(...values) {
    const row = read.get(...values);
    const around = row && templateOf(row[1]);
    if (row === undefined || around === undefined) return undefined;
    const pass: Pass = {
      id: row[0],
      templateId: row[1],
      serialNumber: row[2],
      hash: row[3],
      authenticationToken: row[4],
      overrides: JSON.parse(row[5]) as Overrides,
      access: JSON.parse(row[6]) as AccessFacts,
      updateTag: row[7],
      lastModified: row[8],
      createdAt: row[9],
      updatedAt: row[10],
      passTypeIdentifier: row[11],
      passcodeHash: row[12],
      invalidatedAt: row[13],
      isTest: row[14] === 1,
      onGoogle: row[15] === 1,
      webServiceURL: row[16],
    };
    const { template, owner, issue, webhooks = [] } = around;
    return { template, owner, issue, webhooks, pass: withTerms(pass, issue) };
  };
}
