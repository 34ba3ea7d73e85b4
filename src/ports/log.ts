// Structured logs. Never a secret: no clientHash, token, push token, password, or query string that may hold one.

export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
  /** Does the work; every line that is written meanwhile by it, or later by what it started, has these fields too. */
  within<T>(fields: Readonly<Record<string, unknown>>, work: () => T): T;
}
