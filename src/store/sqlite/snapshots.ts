// Reads a template together with its owner, and a pass with both, as one consistent read.
import { eq, getTableColumns, sql } from 'drizzle-orm';
import type { Pass, PassSnapshot } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import type { AccessFacts, Overrides } from '../../rules/passes/facts.ts';
import { withTerms } from '../ends.ts';
import { accountColumns } from './accounts.ts';
import { issueOf } from './campaigns-terms.ts';
import type { Connection } from './engine/connection.ts';
import { type Query, quickJoin } from './engine/quick-read.ts';
import { accounts, passes, templates } from './schema.ts';
import { webhookRules } from './webhooks-rules.ts';

const { accessed: _, onPhone: __, visitedDay: ___, undo: ____, ...columns } = getTableColumns(passes);
/** The columns of a Pass. */
export const passColumns = columns;
export const templateColumns = getTableColumns(templates);

function selectTemplates({ db }: Connection) {
  return db
    .select({ template: templateColumns, owner: accountColumns })
    .from(templates)
    .innerJoin(accounts, eq(accounts.id, templates.accountId));
}

/** Reads a template by its hash. */
export function templateByHash(connection: Connection): (hash: string) => TemplateSnapshot | undefined {
  const query = selectTemplates(connection).where(eq(templates.hash, sql.placeholder('hash')));
  return connection.kept.keeping<string, TemplateSnapshot>(withIssue(connection, query));
}

/** Reads a template by its id. */
export function templateById(connection: Connection): (id: number) => TemplateSnapshot | undefined {
  const query = selectTemplates(connection).where(eq(templates.id, sql.placeholder('id')));
  return connection.kept.keeping<number, TemplateSnapshot>(withIssue(connection, query));
}

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
export function passByHash(connection: Connection): (hash: string) => PassSnapshot | undefined {
  return passBy(connection, 'hash');
}

/** Reads a pass by its serial number. */
export function passBySerialNumber(connection: Connection): (serialNumber: string) => PassSnapshot | undefined {
  return passBy(connection, 'serial_number');
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
];

/** In the order of PassRow. */
const PASS_COLUMNS = `id, template_id, serial_number, hash, authentication_token, overrides, access, update_tag,
  last_modified, created_at, updated_at, pass_type_identifier, passcode_hash, invalidated_at, is_test, on_google`;

/**
 * Reads template and owner from the cache, because very many passes share them. The pass is a
 * literal, because every scan makes one: engines read an object that is built key by key slowly.
 */
function passBy(connection: Connection, column: 'hash' | 'serial_number'): (value: string) => PassSnapshot | undefined {
  const read = connection.client
    .prepare<[string], PassRow>(`SELECT ${PASS_COLUMNS} FROM passes WHERE ${column} = ?`)
    .raw();
  const templateOf = templateById(connection);
  return function readPass(value) {
    const row = read.get(value);
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
    };
    const { template, owner, issue, webhooks = [] } = around;
    return { template, owner, issue, webhooks, pass: withTerms(pass, issue) };
  };
}
