// Stores passes of other products: each once, by pass type and serial number.
import type { ImportStore, PassToImport } from '../../ports/store/imports.ts';
import { ofItem } from '../refusals.ts';
import type { Connection, Tx } from './engine/connection.ts';
import type { CreatePass } from './passes-changes.ts';
import { type ManyPasses, manyPasses } from './passes-many.ts';
import type { Snapshots } from './snapshots.ts';

export function importStore({ write }: Connection, snapshots: Snapshots, create: CreatePass): ImportStore {
  async function importOne<T>(
    tx: Tx,
    { identity, templateHash, decide }: PassToImport<T>,
    many: ManyPasses,
  ): Promise<T | 'known' | 'taken'> {
    const { passTypeIdentifier, serialNumber } = identity;
    const found = await snapshots.passBySerialNumber(tx, passTypeIdentifier, serialNumber);
    if (found?.pass.passTypeIdentifier === passTypeIdentifier) {
      return found.owner.id === (await many.template(templateHash))?.owner.id ? 'known' : 'taken';
    }
    return (await create(tx, templateHash, decide, many)).creation.result;
  }

  return {
    importPasses: <T>(passes: readonly PassToImport<T>[]) =>
      write(async (tx) => {
        tx.leavesKept();
        // Two imports of one template wait for each other, and do not make a pass twice.
        for (const hash of new Set(passes.map(({ templateHash }) => templateHash))) {
          await snapshots.lockedTemplate(tx, hash);
        }
        const many = await manyPasses(tx, snapshots, passes.length);
        const fates: (T | 'known' | 'taken')[] = [];
        for (const [index, pass] of passes.entries()) {
          try {
            fates.push(await importOne(tx, pass, many));
          } catch (error) {
            throw ofItem(error, index);
          }
        }
        many.finish();
        return fates;
      }),
  };
}
