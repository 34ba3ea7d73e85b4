// Imports a certificate from files, for tests.
import { readFileSync } from 'node:fs';
import { importCertificate } from '../../src/operations/certificates/certificates.ts';
import type { Context } from '../../src/operations/context.ts';
import type { Account } from '../../src/ports/store/accounts.ts';
import type { Certificate } from '../../src/ports/store/certificates.ts';

/** Paths. */
export interface Files {
  readonly certificate: string;
  readonly key?: string;
  /** '' means the same as leaving it out. */
  readonly intermediate?: string;
  readonly password?: string;
}

export function importInto(context: Context, account: Account, files: Files): Promise<Certificate> {
  const { certificate, key, intermediate = '', password } = files;
  return importCertificate(context, account, {
    certificate: readFileSync(certificate),
    key: key === undefined ? undefined : readFileSync(key),
    intermediate: intermediate === '' ? undefined : readFileSync(intermediate),
    password,
  });
}
