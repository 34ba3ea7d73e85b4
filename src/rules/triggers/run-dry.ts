// Runs triggers without side effects: sends no request, and assumes that each succeeds.
import type { AccessType, PassFacts } from '../passes/facts.ts';
import type { Program } from '../templates/program.ts';
import { begin, type Reply, resume, type Scheduled } from './triggers.ts';

/** The end of the run, and the overrides that it leaves. */
export function runDry(program: Program, facts: PassFacts, accessType: AccessType, scheduled?: Scheduled) {
  const reply: Reply = { ok: true, note: 'Not sent: this is a simulation.', durationMs: 0 };
  let segment = begin(program, facts, accessType, null, facts.overrides, scheduled);
  while (segment.next.kind === 'request') {
    segment = resume(program, { ...facts, overrides: segment.overrides }, segment.next.cursor, reply);
  }
  return { next: segment.next, after: segment.overrides };
}
