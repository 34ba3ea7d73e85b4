// Reads what a bulk change is to do from a form or an API call, and checks it against the template.
import { AppError } from '../../errors.ts';
import { suggestion } from '../../rules/diagnostics.ts';
import { compileExpression, conditionProblem } from '../../rules/paths/conditions.ts';
import { isReserved, locate } from '../../rules/paths/paths.ts';
import { acceptWrite } from '../../rules/paths/writes.ts';
import { BULK_KINDS, type BulkAction } from '../../rules/segments/bulk-action.ts';
import type { Program } from '../../rules/templates/program.ts';
import { type JsonObject, readNumber, toText } from '../../rules/values/values.ts';
import { MAILS_A_MINUTE, MOST_MAILS_A_MINUTE } from '../batches/mail-batch.ts';

const KEYS = ['kind', 'targetPath', 'value', 'amount', 'expression', 'rate'];

/**
 * `set` and `increment` take an `expression` in place of `value` and `amount`. Fails with
 * `parameter_invalid`, `path_unknown`, `path_reserved`, `value_invalid`.
 */
export function readBulkAction(program: Program, given: JsonObject): BulkAction {
  const unknown = Object.keys(given).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) throw refusal('action', `action has no key "${unknown}".${suggestion(unknown, KEYS)}`);
  const kind = BULK_KINDS.find((each) => each === given.kind);
  switch (kind) {
    case undefined:
      throw refusal('action', `The kind of action is one of ${BULK_KINDS.join(', ')}.`);
    case 'set': {
      const path = pathIn(program, given);
      if (isCalculated(given)) return { kind, path, expression: expressionIn(program, given, kind) };
      const value = given.value ?? null;
      const accepted = acceptWrite(program, locate(program, path)!, value);
      if (!accepted.ok) throw new AppError('value_invalid', { field: 'value', message: accepted.problem });
      return { kind, path, value };
    }
    case 'increment': {
      const path = pathIn(program, given);
      if (isCalculated(given)) return { kind, path, expression: expressionIn(program, given, kind) };
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

function isCalculated({ expression }: JsonObject): boolean {
  return expression !== undefined && expression !== null;
}

function expressionIn(program: Program, given: JsonObject, kind: 'set' | 'increment'): string {
  const instead = kind === 'set' ? 'value' : 'amount';
  if (given[instead] !== undefined) throw refusal('expression', `Give "${instead}" or "expression", not both.`);
  const { expression } = given;
  if (typeof expression !== 'string') throw refusal('expression', 'expression is a text, such as {points} * 2.');
  const compiled = compileExpression(program, expression);
  if (!compiled.ok) throw refusal('expression', conditionProblem(compiled.error));
  if (compiled.kind === 'duration') {
    throw refusal('expression', `${expression} is a duration. For a number of days divide it: (…) / 1 day.`);
  }
  if (kind === 'increment' && compiled.kind === 'date') {
    throw refusal('expression', `${expression} is a date, and an amount is a number: set takes a date.`);
  }
  return expression.trim();
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
