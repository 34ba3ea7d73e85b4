// Shows the progress of long work on a terminal. Writes nothing into a log or a pipe.

export interface Progress {
  /** Shows `done` of `total` in per cent, in a line that overwrites the last one. */
  show(done: number, total: number): void;
  /** Clears the line. */
  end(): void;
}

/** Makes a progress line for a stream. `what` names the work, such as "Copying". */
export function progressOn(stream: NodeJS.WriteStream, what: string): Progress {
  if (stream.isTTY !== true) return { show: () => {}, end: () => {} };
  let shown = '';
  return {
    show(done, total) {
      const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
      const line = `${what} ${percent} %`;
      if (line === shown) return;
      shown = line;
      stream.write(`\r${line}`);
    },
    end() {
      if (shown !== '') stream.write(`\r${' '.repeat(shown.length)}\r`);
    },
  };
}
