// The reasons why no trigger ran although an event was logged, as notes of a trace state them.

export const IDLE_NOTES = {
  paused: 'The triggers of this template are paused.',
  invalidated: 'The pass was invalidated for good, so no trigger runs.',
  fresh: 'The pass was updated in the last 10 minutes, so onDeviceUpdate does not run.',
} as const;

export type IdleReason = keyof typeof IDLE_NOTES;

export const IDLE_REASONS = Object.keys(IDLE_NOTES) as [IdleReason, ...IdleReason[]];

/** The reason behind a note of a trace; null: the note is about something else. */
export function idleReasonOf(note: string | undefined): IdleReason | null {
  return IDLE_REASONS.find((reason) => IDLE_NOTES[reason] === note) ?? null;
}
