// Bytes that JavaScript allocates while something runs, what the garbage collector has taken since
// included: by V8's sampling profiler, which sees about one object for each 4 KiB.
import { Session } from 'node:inspector/promises';

const SAMPLED_EVERY = 4096;

interface Node {
  readonly selfSize: number;
  readonly children: readonly Node[];
}

/** Answers bytes. Buffers' contents lie outside of V8's heap and are not counted. */
export async function allocatedBy(work: () => Promise<void>): Promise<number> {
  const session = new Session();
  session.connect();
  try {
    await session.post('HeapProfiler.enable');
    await session.post('HeapProfiler.startSampling', {
      samplingInterval: SAMPLED_EVERY,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    });
    await work();
    const { profile } = await session.post('HeapProfiler.stopSampling');
    return sizeOf(profile.head);
  } finally {
    session.disconnect();
  }
}

function sizeOf({ selfSize, children }: Node): number {
  return children.reduce((sum, child) => sum + sizeOf(child), selfSize);
}
