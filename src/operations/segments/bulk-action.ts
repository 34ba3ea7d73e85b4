// Reads what a bulk change is to do from a form or an API call, and checks it against the template.
import { AppError } from '../../errors.ts';
import { suggestion } from '../../rules/diagnostics.ts';
import { isReserved, locate } from '../../rules/paths/paths.ts';
import { acceptWrite } from '../../rules/paths/writes.ts';
import { BULK_KINDS, type BulkAction } from '../../rules/segments/bulk-action.ts';
import type { Program } from '../../rules/templates/program.ts';
import { type JsonObject, readNumber, toText } from '../../rules/values/values.ts';
import { MAILS_A_MINUTE, MOST_MAILS_A_MINUTE } from '../batches/mail-batch.ts';

const KEYS = ['kind', 'targetPath', 'value', 'amount', 'rate'];

/** Fails with `parameter_invalid`, `path_unknown`, `path_reserved`, `value_invalid`. */
export function readBulkAction(program: Program, given: JsonObject): BulkAction {
  const unknown = Object.keys(given).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) throw refusal('action', `action has no key "${unknown}".${suggestion(unknown, KEYS)}`);
  const kind = BULK_KINDS.find((each) => each === given.kind);
  switch (kind) {
    case undefined:
      throw refusal('action', `The kind of action is one of ${BULK_KINDS.join(', ')}.`);
    case 'set': {
      const path = pathIn(program, given);
      const value = given.value ?? null;
      const accepted = acceptWrite(program, locate(program, path)!, value);
      if (!accepted.ok) throw new AppError('value_invalid', { field: 'value', message: accepted.problem });
      return { kind, path, value };
    }
    case 'increment': {
      const path = pathIn(program, given);
      const amount = readNumber(toText(given.amount ?? ''));
      if (amount === null) throw refusal('amount', 'amount is a number, such as 5 or -1.');
      return { kind, path, amount };
    }
    case 'mail': {
      const rate = given.rate === undefined ? MAILS_A_MINUTE : readNumber(toText(given.rate));
      if (rate === null || !Number.isInteger(rate) || rate < 1 || rate > MOST_MAILS_A_MINUTE) {
        throw refusal('rate', `Mails a minute are a whole number from 1 to ${MOST_MAILS_A_MINUTE}.`);
      }
      return { kind, rate };
    }
    case 'push':
    case 'void':
    case 'valid':
      return { kind };
  }
}

/** A picture is set on the pages of one pass, where it can be looked at. */
function pathIn(program: Program, { targetPath }: JsonObject): string {
  const path = toText(targetPath ?? '').trim();
  if (path === '') throw refusal('targetPath', 'targetPath is the API path to write.');
  if (isReserved(path)) {
    throw new AppError('path_reserved', { field: 'targetPath', message: `${path} is set by the server.` });
  }
  const location = locate(program, path);
  if (location === null) {
    const near = suggestion(path, program.locations.keys());
    const message = `This template has no API path "${path}".${near}`;
    throw new AppError('path_unknown', { field: 'targetPath', message });
  }
  if (location.steps[0] === 'images') throw refusal('targetPath', 'A bulk change sets no pictures.');
  return location.path;
}

function refusal(field: string, message: string): AppError {
  return new AppError('parameter_invalid', { field, message });
}
