// The words of traces, in the editor and on the command line, in English.
import type { TraceWords } from '../../../rules/triggers/explain-trace.ts';

export const trace = {
  gone: 'There is no trace of this run any more: newer ones took its place.',
  none: 'No action is defined for this event.',
  omitted: (count: number) => `${count} actions in the middle are not shown.`,
  if: 'if',
  isTrue: 'true',
  isFalse: 'false, so nothing is done',
  unreadable: 'the condition cannot be read:',
  after: (milliseconds: number) => `after ${milliseconds} ms`,
  error: 'error:',
  nothing: 'nothing',
} satisfies TraceWords;
