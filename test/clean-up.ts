// Ends what tests begin, even when a test fails: helpers put the end on these lists, and hooks.ts
// runs them. Helpers register no hooks of their own, because files that share a module load it
// once.
export type Cleanup = () => Promise<unknown>;

const ofTest: Cleanup[] = [];
const ofFile: Cleanup[] = [];

/** Runs when the test is over, however it ends. */
export function afterTest(cleanup: Cleanup): void {
  ofTest.push(cleanup);
}

/**
 * For beforeAll: what `begin` puts on the list of the test stays until the file's last test is
 * over.
 */
export async function forWholeFile<T>(begin: () => Promise<T>): Promise<T> {
  const before = ofTest.length;
  const begun = await begin();
  ofFile.push(...ofTest.splice(before));
  return begun;
}

export function endTest(): Promise<void> {
  return runAll(ofTest.splice(0));
}

/** Also ends what beforeAll began before it failed. */
export function endFile(): Promise<void> {
  return runAll([...ofFile.splice(0), ...ofTest.splice(0)]);
}

/**
 * Undo the newest first: clients, their servers, then the folders that servers write to. A failure
 * stops no other.
 */
async function runAll(list: readonly Cleanup[]): Promise<void> {
  const failures: unknown[] = [];
  for (const cleanup of list.toReversed()) await cleanup().catch((error) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
