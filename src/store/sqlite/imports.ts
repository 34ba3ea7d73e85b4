// Stores passes of other products: each once, by pass type and serial number.
import type { ImportStore, PassToImport } from '../../ports/store/imports.ts';
import { ofItem } from '../refusals.ts';
import type { Connection } from './engine/connection.ts';
import type { CreatePass } from './passes.ts';
import { passBySerialNumber, templateByHash } from './snapshots.ts';

export function importStore(connection: Connection, create: CreatePass): ImportStore {
  const bySerialNumber = passBySerialNumber(connection);
  const templateOf = templateByHash(connection);

  function importOne<T>({ identity, templateHash, decide }: PassToImport<T>): T | 'known' | 'taken' {
    const { passTypeIdentifier, serialNumber } = identity;
    const found = bySerialNumber(passTypeIdentifier, serialNumber);
    if (found?.pass.passTypeIdentifier === passTypeIdentifier) {
      return found.owner.id === templateOf(templateHash)?.owner.id ? 'known' : 'taken';
    }
    return create(templateHash, decide).creation.result;
  }

  return {
    importPasses: (passes) =>
      connection.write(() =>
        passes.map((pass, index) => {
          try {
            return importOne(pass);
          } catch (error) {
            throw ofItem(error, index);
          }
        }),
      ),
  };
}
