// Reads a template together with its owner, and a pass with both, as one consistent read.
import { eq, getTableColumns, sql } from 'drizzle-orm';
import type { Pass, PassSnapshot } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { withTerms } from '../ends.ts';
import { accountColumns } from './accounts.ts';
import { issueOf } from './campaigns-terms.ts';
import type { Connection } from './engine/connection.ts';
import { type Query, quickJoin, quickRow } from './engine/quick-read.ts';
import { accounts, passes, templates } from './schema.ts';

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
  return (value) => {
    const snapshot = read(value);
    return snapshot && { ...snapshot, issue: issue(snapshot.template.id) };
  };
}

/** Reads a pass by its hash. */
export function passByHash(connection: Connection): (hash: string) => PassSnapshot | undefined {
  return passBy(connection, passes.hash);
}

/** Reads a pass by its serial number. */
export function passBySerialNumber(connection: Connection): (serialNumber: string) => PassSnapshot | undefined {
  return passBy(connection, passes.serialNumber);
}

/** Reads template and owner from the cache, because very many passes share them. */
function passBy(
  connection: Connection,
  column: typeof passes.hash | typeof passes.serialNumber,
): (value: string) => PassSnapshot | undefined {
  const query = connection.db
    .select(passColumns)
    .from(passes)
    .where(eq(column, sql.placeholder('value')));
  const read = quickRow<Pass>(connection.client, query, passColumns);
  const templateOf = templateById(connection);
  return (value) => {
    const pass = read(value);
    const around = pass && templateOf(pass.templateId);
    return around && { ...around, pass: withTerms(pass, around.issue) };
  };
}
