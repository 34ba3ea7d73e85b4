// The letter with the link of a row: what the pass will be called, from the values of the row.
import { AppError } from '../../errors.ts';
import type { Mail } from '../../ports/store/mails.ts';
import type { Overrides } from '../../rules/passes/facts.ts';
import type { Program } from '../../rules/templates/program.ts';
import { factsFor } from '../change/pass-facts.ts';
import { type Fields, writeFields } from '../change/write-fields.ts';
import type { Context } from '../context.ts';
import { letterFor, type PassLetter } from '../mails/pass-letter.ts';
import { GOOGLE_WALLET, linkOf } from './open-link.ts';
import { rowReader } from './rows.ts';

/** Fails with `link_not_found`. */
export async function rowLetter(context: Context, { row: name }: Pick<Mail, 'row'>): Promise<PassLetter> {
  const batch = name === null ? null : await context.store.batchById(name.batchId);
  const [row] = batch === null ? [] : await context.store.batchRows(batch.id, { after: name!.number - 1, count: 1 });
  const account = batch === null ? null : await context.store.accountById(batch.accountId);
  if (batch === null || account === null || row?.number !== name?.number || row?.token == null) {
    throw new AppError('link_not_found');
  }
  const { columns, decimalComma, templateId } = batch;
  if (columns === null) throw new AppError('link_not_found');
  const reader = rowReader(context, account, { columns, decimalComma, templateId });
  const template = await reader.templateOf(row.cells);
  if ('kind' in template) throw new AppError('link_not_found', { message: template.message });
  const { program, snapshot } = template;
  const overrides = overridesOf(program, reader.fieldsOf(template, row.cells));
  const facts = factsFor(context, snapshot.owner, {
    hash: '',
    serialNumber: '',
    templateHash: snapshot.template.hash,
    overrides,
    access: {},
  });
  const link = linkOf(context, row.token);
  const hasGoogle = (await context.store.googleAccount(snapshot.owner.id)) !== null;
  return {
    ...letterFor(context, snapshot, program, facts, link),
    google: hasGoogle ? `${link}?wallet=${GOOGLE_WALLET}` : null,
  };
}

/** A letter shows texts alone, so values that the template no longer takes do not matter. */
function overridesOf(program: Program, fields: Fields): Overrides {
  try {
    return writeFields(program, {}, fields, { full: true, replaceAll: false });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {};
  }
}
