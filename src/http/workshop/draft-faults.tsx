// Words why a form of the draft was not saved, such as that somebody else has changed the card.
import type { Context as HonoContext } from 'hono';
import { AppError, type ErrorKind } from '../../errors.ts';
import type { Caller } from '../../operations/access/caller.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import type { Context } from '../../operations/context.ts';
import { en } from '../../ui/texts/en/index.ts';
import { textsOf } from '../frame.tsx';
import { told } from '../pages/errors.tsx';
import { draftConflict } from './draft-conflict.ts';

/** Kinds of errors that another input, or another look at the card, would mend. */
const MENDABLE: readonly ErrorKind[] = ['invalid', 'conflict', 'too_large', 'rate_limited', 'not_found'];

/** The error that a form is shown again with. Throws whatever no input would mend. */
export function mendable(error: unknown): AppError {
  if (error instanceof AppError && MENDABLE.includes(error.kind) && error.code !== 'template_not_found') return error;
  throw error;
}

/** The sentence above the form; whoever changed the card meanwhile is named. */
export function draftProblem(context: Context, c: HonoContext, { account, email }: Caller, error: AppError) {
  const texts = textsOf(c);
  const conflict = draftConflict(context, error, { texts, you: email, zone: zoneOf(account) });
  if (conflict !== null) return conflict;
  const { sentence, exact } = told(error, texts);
  return (
    <>
      {sentence}
      {exact !== null && <span lang={en.tag}> {exact}</span>}
    </>
  );
}
