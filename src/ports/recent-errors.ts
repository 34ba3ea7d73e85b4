// The port to the errors that the server logged last, for the operator's page.

export interface RecentError {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** What the log says, in English and without secrets. */
  readonly message: string;
  /** What went wrong; null: the message says it all. */
  readonly reason: string | null;
}

export interface RecentErrors {
  /** Newest first, since the server started. */
  list(): readonly RecentError[];
}
