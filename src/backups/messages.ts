// The messages between the server and the process that makes a backup.

export interface Order {
  /** Paths. */
  readonly database: string;
  readonly backup: string;
}

export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'made'; readonly bytes: number }
  | { readonly kind: 'failed'; readonly message: string };
