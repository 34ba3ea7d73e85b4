// After a template was saved, and once after the update that brought the search: finds the words of
// each of its passes anew.
import { AppError } from '../../errors.ts';
import type { Job } from '../../ports/store/jobs.ts';
import type { PassChange, PassSnapshot } from '../../ports/store/passes.ts';
import { searchWords } from '../../rules/passes/search-words.ts';
import type { Context } from '../context.ts';
import { withPrograms } from '../programs.ts';
import { factsOf } from './pass-facts.ts';

/** The number of passes before other jobs and requests get their turn. */
const CHUNK = 200;

/** Does a job of the kind `index_passes`, or the next chunk of one. */
export async function indexPasses(context: Context, job: Job): Promise<void> {
  const passes = await context.store.passesBehind(job.subjectId, job.cursor, CHUNK);
  await Promise.all(passes.map(({ hash }) => index(context, hash)));
  const last = passes.at(-1);
  const isLast = last === undefined || passes.length < CHUNK;
  await context.store.recordStep(job, isLast ? { kind: 'done' } : { kind: 'next', cursor: last.id });
}

/** Decides under the pass's lock, so that a change made meanwhile counts. */
async function index(context: Context, hash: string): Promise<void> {
  const decide = (snapshot: PassSnapshot): PassChange<null> => {
    const program = context.programs.at(snapshot.template);
    return { words: searchWords(program, factsOf(context, snapshot)), result: null };
  };
  try {
    await withPrograms(context.programs, () => context.store.changePass(hash, decide));
  } catch (error) {
    // A pass that was deleted meanwhile needs no words.
    if (!(error instanceof AppError) || error.code !== 'pass_not_found') throw error;
  }
}
