// Structured logs. They hold no secret: no clientHash, token, push token, password, or query
// string.

export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
  /** The log whose every line has these fields too, before its own. */
  with(fields: Readonly<Record<string, unknown>>): Log;
}
