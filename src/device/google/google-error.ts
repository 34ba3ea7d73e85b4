// What the stand-in refuses, with the status and the form of Google's own errors.

const STATUSES = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  429: 'RESOURCE_EXHAUSTED',
} as const;

export type GoogleStatus = keyof typeof STATUSES;

export class GoogleError extends Error {
  readonly status: GoogleStatus;
  /** Google's short word, such as `resourceNotFound`. */
  readonly reason: string;

  constructor(status: GoogleStatus, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  /** The body of the answer. */
  json() {
    const { status: code, reason, message } = this;
    return { error: { code, message, errors: [{ message, domain: 'walletobjects', reason }], status: STATUSES[code] } };
  }
}
