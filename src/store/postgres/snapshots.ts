// Reads a template together with its owner, and a pass with both. Template and owner come from
// memory when the database says, beside the row that is read anyway, that they did not change.
import type { Issue } from '../../ports/store/campaigns.ts';
import type { Pass, PassSnapshot } from '../../ports/store/passes.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { withTerms } from '../ends.ts';
import type { Queries } from './engine/connection.ts';
import { columnsOf, statement } from './engine/statement.ts';
import { accounts, campaigns, passes, templateIssues, templates } from './schema.ts';

/** Names of columns that are not of a Pass, of an Account, of the terms of a campaign. */
const NOT_OF_PASS = [
  ...['accessed', 'onPhone', 'googleOnly', 'visitedDay', 'undo', 'serialNumber', 'importedSerialNumber'],
];
const NOT_OF_ACCOUNT = ['emailKey'];
const NOT_OF_CAMPAIGN = ['issued'];
const NOT_OF_ISSUE = ['issued', 'pushed'];

/** The columns of a Pass, of the table by an alias. */
export const passColumns = (alias: string) =>
  `${columnsOf(passes, alias, NOT_OF_PASS)}, ${serialNumberOf(alias)} AS "serialNumber"`;
/** The serial number of a pass as Wallet has it. */
export const serialNumberOf = (alias: string) => `coalesce(${alias}.imported_serial_number, ${alias}.serial_number)`;
export const templateColumns = (alias: string) => columnsOf(templates, alias);
export const accountColumns = (alias: string) => columnsOf(accounts, alias, NOT_OF_ACCOUNT);

/** The most templates in memory. */
const MOST_TEMPLATES = 1000;

const AROUND = `templates t JOIN accounts a ON a.id = t.account_id
  LEFT JOIN template_issues i ON i.template_id = t.id LEFT JOIN campaigns c ON c.id = i.campaign_id`;

// A row that was written again has another transaction and place. Numbers of issued passes are
// written again with every pass of a campaign, so their rows are read again each time.
const MARK = `concat_ws(' ', t.xmin, t.ctid, a.xmin, a.ctid, i.xmin, i.ctid, c.xmin, c.ctid) AS "mark"`;

interface Marked {
  readonly mark: string;
}

type TemplateRow = Marked & {
  readonly template: TemplateSnapshot['template'];
  readonly owner: TemplateSnapshot['owner'];
  readonly campaign: Issue['campaign'] | null;
  readonly issue: Issue['template'] | null;
  readonly webhooks: NonNullable<TemplateSnapshot['webhooks']>;
};

const parts = (columns: string) => columns.split(', ').map((column) => column.split(' AS '));
/** An object of these columns, as JSON. */
const object = (columns: string) =>
  `json_build_object(${parts(columns)
    .map(([column, name]) => `'${name!.slice(1, -1)}', ${column}`)
    .join(', ')})`;

/** Whoever changes these touches the account, whose mark then is another one (webhooks.ts). */
const WEBHOOKS = `coalesce((
  SELECT json_agg(json_build_object('id', w.id, 'events', w.events, 'templateHash', w.template_hash,
    'condition', w.condition) ORDER BY w.id)
  FROM webhooks w WHERE w.account_id = a.id AND w.kind = 'endpoint' AND w.state = 'active'), '[]'::json)`;

const FULL = `${MARK}, ${object(templateColumns('t'))} AS "template", ${object(accountColumns('a'))} AS "owner",
  CASE WHEN c.id IS NOT NULL THEN ${object(columnsOf(campaigns, 'c', NOT_OF_CAMPAIGN))} END AS "campaign",
  CASE WHEN c.id IS NOT NULL THEN ${object(columnsOf(templateIssues, 'i', NOT_OF_ISSUE))} END AS "issue", ${WEBHOOKS} AS "webhooks"`;

const templateBy = (column: string) => ({
  mark: statement<Marked & { id: number }>(`SELECT t.id AS "id", ${MARK} FROM ${AROUND} WHERE t.${column} = $1`),
});
const byId = templateBy('id');
const byHash = templateBy('hash');
const full = statement<TemplateRow>(`SELECT ${FULL} FROM ${AROUND} WHERE t.id = $1`);

const lockTemplate = statement('SELECT id FROM templates WHERE hash = $1 FOR NO KEY UPDATE');

const passBy = (where: string, end = '') =>
  statement<Pass & Marked>(`
    SELECT ${passColumns('p')}, ${MARK} FROM passes p JOIN ${AROUND.replace('templates t', 'templates t ON t.id = p.template_id')}
    WHERE ${where}${end}`);
const passByHash = passBy('p.hash = $1');
const ownBySerialNumber = passBy('p.serial_number = $1 AND p.imported_serial_number IS NULL');
const importedByType = passBy('p.imported_serial_number = $1 AND p.pass_type_identifier = $2');
const importedOfTemplate = passBy('p.imported_serial_number = $1 AND p.template_id = $2', ' ORDER BY p.id LIMIT 1');
const importedOfAccount = passBy('p.imported_serial_number = $1 AND t.account_id = $2', ' ORDER BY p.id LIMIT 1');
const lockedByHash = passBy('p.hash = $1', ' FOR NO KEY UPDATE OF p');
const lockedByHashes = passBy('p.hash = ANY($1)', ' ORDER BY p.id FOR NO KEY UPDATE OF p');
const lockedById = passBy('p.id = $1', ' FOR NO KEY UPDATE OF p');

export interface Snapshots {
  templateById(queries: Queries, id: number): Promise<TemplateSnapshot | null>;
  templateByHash(queries: Queries, hash: string): Promise<TemplateSnapshot | null>;
  /** Inside a write only: nobody else changes the template, its draft or its checks until the commit. */
  lockedTemplate(queries: Queries, hash: string): Promise<TemplateSnapshot | null>;
  passByHash(queries: Queries, hash: string): Promise<PassSnapshot | null>;
  /** See DeviceStore. */
  passBySerialNumber(queries: Queries, type: string, serialNumber: string): Promise<PassSnapshot | null>;
  passWithSerialNumber(
    queries: Queries,
    serialNumber: string,
    among: { readonly accountId: number } | { readonly templateId: number },
  ): Promise<PassSnapshot | null>;
  /** Inside a write only: nobody else writes the pass until the commit. */
  lockedByHash(queries: Queries, hash: string): Promise<PassSnapshot | null>;
  lockedById(queries: Queries, id: number): Promise<PassSnapshot | null>;
  /** The same for several, locked in the order of their ids so that no two writers wait in a circle. */
  lockedByHashes(queries: Queries, hashes: readonly string[]): Promise<ReadonlyMap<string, PassSnapshot>>;
}

export function snapshots(): Snapshots {
  const known = new Map<number, { readonly mark: string; readonly snapshot: TemplateSnapshot }>();

  async function around(queries: Queries, id: number, mark: string): Promise<TemplateSnapshot | null> {
    const there = known.get(id);
    if (there?.mark === mark) return there.snapshot;
    const row = await queries.row(full, id);
    if (row === undefined) return null;
    const { template, owner, campaign, issue, webhooks } = row;
    const terms = campaign && issue ? { campaign, template: issue } : null;
    const snapshot = { template, owner, issue: terms, webhooks };
    if (known.size >= MOST_TEMPLATES) known.clear();
    known.set(id, { mark: row.mark, snapshot });
    return snapshot;
  }

  async function passOf(queries: Queries, row: (Pass & Marked) | undefined): Promise<PassSnapshot | null> {
    if (row === undefined) return null;
    const { mark, ...pass } = row;
    const found = await around(queries, pass.templateId, mark);
    return found && { ...found, pass: withTerms(pass, found.issue) };
  }

  const template = async (queries: Queries, by: typeof byId, value: number | string) => {
    const row = await queries.row(by.mark, value);
    return row === undefined ? null : around(queries, row.id, row.mark);
  };

  return {
    templateById: (queries, id) => template(queries, byId, id),
    templateByHash: (queries, hash) => template(queries, byHash, hash),
    lockedTemplate: async (queries, hash) => {
      const [, snapshot] = await Promise.all([queries.row(lockTemplate, hash), template(queries, byHash, hash)]);
      return snapshot;
    },
    passByHash: async (queries, hash) => passOf(queries, await queries.row(passByHash, hash)),
    async passBySerialNumber(queries, type, given) {
      const found = await passOf(queries, await queries.row(ownBySerialNumber, given));
      const ofFound = found?.pass.passTypeIdentifier;
      if (ofFound === null || ofFound === type) return found;
      return (await passOf(queries, await queries.row(importedByType, given, type))) ?? found;
    },
    async passWithSerialNumber(queries, given, among) {
      const imported =
        'templateId' in among
          ? await queries.row(importedOfTemplate, given, among.templateId)
          : await queries.row(importedOfAccount, given, among.accountId);
      return passOf(queries, imported ?? (await queries.row(ownBySerialNumber, given)));
    },
    lockedByHash: async (queries, hash) => passOf(queries, await queries.row(lockedByHash, hash)),
    lockedById: async (queries, id) => passOf(queries, await queries.row(lockedById, id)),
    async lockedByHashes(queries, hashes) {
      const rows = await queries.rows(lockedByHashes, hashes);
      const found = await Promise.all(rows.map((row) => passOf(queries, row)));
      return new Map(found.flatMap((each) => (each === null ? [] : [[each.pass.hash, each]])));
    },
  };
}
