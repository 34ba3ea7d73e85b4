// The messages between the server and a process that reads certificate files.
import type { ErrorCode } from '../errors.ts';
import type { ReadFile, UploadedFile } from '../ports/certificate-files.ts';

export type Order = readonly UploadedFile[];

export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'read'; readonly files: readonly ReadFile[] }
  | {
      readonly kind: 'refused';
      readonly code: ErrorCode;
      readonly message: string;
      readonly field: string | undefined;
      readonly beside: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'crashed'; readonly message: string };
