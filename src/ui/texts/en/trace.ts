// The words of traces, in the editor and on the command line, in English.
import type { TraceWords } from '../../../rules/triggers/explain-trace.ts';

export const trace = {
  gone: 'There is no trace of this run any more: newer ones took its place.',
  /** Why an event changed nothing; the first three stand in traces too, in English. */
  unchanged: {
    paused: 'The triggers of this template are paused.',
    invalidated: 'The pass was invalidated for good, so no trigger runs.',
    fresh: 'The pass was updated in the last 10 minutes, so onDeviceUpdate does not run.',
    no_action: 'No action is defined for this event.',
    condition_false: 'The condition was false, so no action ran.',
    conditions_false: 'All conditions were false, so no action ran.',
    action_failed: 'An action failed.',
    same_values: 'The actions ran, and every value is what it was before.',
  },
  omitted: (count: number) => `${count} actions in the middle are not shown.`,
  if: 'if',
  isTrue: 'true',
  isFalse: 'false, so nothing is done',
  unreadable: 'the condition cannot be read:',
  after: (milliseconds: number) => `after ${milliseconds} ms`,
  error: 'error:',
  nothing: 'nothing',
} satisfies TraceWords;
