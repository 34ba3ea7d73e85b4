// The error for a database file that cannot be used.

/** `message` is a sentence for the person who starts the program. */
export class StoreOpenError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreOpenError';
  }
}
