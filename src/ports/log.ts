// Structured logs. They hold no secret: no clientHash, token, push token, password, or query
// string.

export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
  /**
   * Does the work; every line that the work logs, or logs later from what it started, has these
   * fields too.
   */
  within<T>(fields: Readonly<Record<string, unknown>>, work: () => T): T;
}
