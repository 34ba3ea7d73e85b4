// The days of the week, as conditions and schedules name them, in the order of ISO 8601.
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
