// Recognises repeated reads: a camera reads a code many times, and a hand scanner is pressed twice.
// Within three seconds that is one scan.

const SAME = 3000;

/** Answers whether a text, read at a time in ms, is a new scan. */
export function createRepeats(): (text: string, now: number, source: 'camera' | 'hand') => boolean {
  let last = { code: '', at: Number.NEGATIVE_INFINITY };
  return (text, now, source) => {
    const code = passIn(text);
    const isRepeat = code === last.code && now - last.at < SAME;
    // For a camera, a code that stays in view is one scan however long; a hand that presses again
    // after 3 s means a second scan.
    if (!isRepeat || source === 'camera') last = { code, at: now };
    return !isRepeat;
  };
}

/** The pass of a link, so that its link and its code are the same scan; any other text is what it is. */
function passIn(text: string): string {
  return /[?&]hashedSerialNumber=([\w-]+)/.exec(text)?.[1] ?? text;
}
