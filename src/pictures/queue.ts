// The pictures that wait for a process. Callers get their turns one after the other, and whoever
// waits with the most pictures loses places first, so that no caller keeps the others out.

/** A picture of a caller that waits. */
export interface Waiting {
  readonly bytes: Uint8Array;
  /** The caller by whom places and turns are counted. */
  readonly caller: string;
}

export interface QueueLimits {
  /** How many pictures may wait for a process. */
  readonly mostWaiting: number;
  /** How many bytes the waiting pictures may have together. */
  readonly mostWaitingBytes: number;
}

export interface PictureQueue<W extends Waiting> {
  /** The number of waiting pictures. */
  size(): number;
  /**
   * Gives the picture a place. Answers the pictures without a place afterwards: none, newer ones of
   * callers who hold more, or the picture itself.
   */
  add(picture: W): readonly W[];
  /** Removes the picture whose turn it is: the oldest one of the caller who waited longest. */
  take(): W | undefined;
  /** Removes all pictures. */
  clear(): readonly W[];
}

export function createQueue<W extends Waiting>({ mostWaiting, mostWaitingBytes }: QueueLimits): PictureQueue<W> {
  /** The callers in the order of their turns, each with pictures in the order of arrival. */
  const callers = new Map<string, W[]>();
  let count = 0;
  let bytes = 0;

  /** The part of the queue that these pictures take: of its places or of its bytes. */
  const partOf = (pictures: readonly W[]) =>
    Math.max(pictures.length / mostWaiting, sizeOf(pictures) / mostWaitingBytes);

  const remove = (caller: string, at: number): W => {
    const pictures = callers.get(caller)!;
    const [removed] = pictures.splice(at, 1);
    if (pictures.length === 0) callers.delete(caller);
    count -= 1;
    bytes -= removed!.bytes.length;
    return removed!;
  };

  return {
    size: () => count,
    add(picture) {
      const own = [...(callers.get(picture.caller) ?? []), picture];
      const lost: W[] = [];
      const isFull = () => count + 1 > mostWaiting || bytes + picture.bytes.length > mostWaitingBytes;
      while (isFull()) {
        const greediest = [...callers].reduce<[string, readonly W[]]>(
          (most, each) => (partOf(each[1]) > partOf(most[1]) ? each : most),
          [picture.caller, own],
        );
        if (greediest[0] === picture.caller) return [...lost, picture];
        lost.push(remove(greediest[0], greediest[1].length - 1));
      }
      callers.set(picture.caller, own);
      count += 1;
      bytes += picture.bytes.length;
      return lost;
    },
    take() {
      const [caller] = callers.keys();
      if (caller === undefined) return undefined;
      const taken = remove(caller, 0);
      const rest = callers.get(caller);
      if (rest !== undefined) {
        // The caller's next picture comes after one of each other caller.
        callers.delete(caller);
        callers.set(caller, rest);
      }
      return taken;
    },
    clear() {
      const all = [...callers.values()].flat();
      callers.clear();
      count = 0;
      bytes = 0;
      return all;
    },
  };
}

function sizeOf(pictures: readonly Waiting[]): number {
  return pictures.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
