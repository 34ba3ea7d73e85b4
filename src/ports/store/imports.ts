// What Passwright asks of a database about passes that come from other products.
import type { ImportedIdentity, PassToCreate } from './passes.ts';

/** A pass to make unless there is one with its pass type and serial number. */
export interface PassToImport<T> extends PassToCreate<T> {
  readonly identity: Pick<ImportedIdentity, 'passTypeIdentifier' | 'serialNumber'>;
}

export interface ImportStore {
  /**
   * Makes the passes in one commit, all that are new or none. `known`: the template's owner has the
   * pass. `taken`: somebody else has it. Fails with the codes of createPass.
   */
  importPasses<T>(passes: readonly PassToImport<T>[]): Promise<readonly (T | 'known' | 'taken')[]>;
}
