// How far long work has come, on the stderr of a terminal. Elsewhere, such as in a log or a pipe, nothing is written.

export interface Progress {
  /** Shows a part of a whole as per cent, in a line that is written over. */
  show(done: number, total: number): void;
  /** Clears the line. */
  end(): void;
}

/** `what` is done, such as "Copying". */
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
