// Plays a sound and vibrates for each scan, because staff look at the guest and not at the screen.

export interface Signals {
  good(): void;
  /** Between the two: somebody has to look. */
  unchanged(): void;
  bad(): void;
}

export function createSignals(isLoud: () => boolean): Signals {
  let audio: AudioContext | null = null;
  // Browsers let a page play sound only after somebody touched it.
  const wake = () => {
    audio ??= new AudioContext();
    if (audio.state === 'suspended') void audio.resume();
  };
  document.addEventListener('pointerdown', wake);
  document.addEventListener('keydown', wake);

  const beep = (frequency: number, start: number, length: number) => {
    if (audio === null || audio.state !== 'running' || !isLoud()) return;
    const tone = new OscillatorNode(audio, { type: 'square', frequency });
    tone.connect(new GainNode(audio, { gain: 0.1 })).connect(audio.destination);
    tone.start(audio.currentTime + start);
    tone.stop(audio.currentTime + start + length);
  };
  // Browsers refuse vibration, with an error in the console, until somebody touched the page.
  const vibrate = (pattern: number[]) => {
    if (navigator.userActivation?.hasBeenActive === true) navigator.vibrate?.(pattern);
  };
  return {
    good() {
      beep(1760, 0, 0.12);
      vibrate([80]);
    },
    unchanged() {
      beep(660, 0, 0.25);
      vibrate([80, 80, 80]);
    },
    bad() {
      beep(220, 0, 0.2);
      beep(220, 0.3, 0.3);
      vibrate([200, 100, 200]);
    },
  };
}
