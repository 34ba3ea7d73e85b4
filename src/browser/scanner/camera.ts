// Reads barcodes from the camera: the picture, the light, a screen that stays on, and the reader (zxing-wasm).
import type { ReadResult } from 'zxing-wasm/reader';

export interface Camera {
  /** Whether the camera has a light. */
  readonly hasTorch: boolean;
  setTorch(on: boolean): Promise<void>;
  stop(): void;
}

/** Between two looks at the picture, in ms: quick enough for a hand, slow enough for a battery. */
const BETWEEN = 120;
/** Wider pictures are made smaller before they are read. The 387 modules of a hashedSerialNumber in Code 128 need the width. */
const WIDEST = 1920;

/** The camera that looks away from whoever holds the device. Fails with the DOMException of getUserMedia. */
export async function startCamera(video: HTMLVideoElement, heard: (text: string) => void): Promise<Camera> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } },
  });
  const [track] = stream.getVideoTracks();
  video.srcObject = stream;
  await video.play();
  const releaseScreen = keepScreenOn();
  let isOn = true;
  void readUntil(video, heard, () => !isOn);
  return {
    hasTorch: (track?.getCapabilities?.() as { torch?: boolean } | undefined)?.torch === true,
    async setTorch(on) {
      await track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
    },
    stop() {
      isOn = false;
      for (const each of stream.getTracks()) each.stop();
      video.srcObject = null;
      releaseScreen();
    },
  };
}

async function readUntil(video: HTMLVideoElement, heard: (text: string) => void, isOver: () => boolean): Promise<void> {
  const read = await loadReader();
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  while (!isOver()) {
    if (!document.hidden && video.videoWidth > 0) {
      const scale = Math.min(1, WIDEST / video.videoWidth);
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
      const [found] = await read(context.getImageData(0, 0, canvas.width, canvas.height));
      if (found?.isValid && found.text !== '' && !isOver()) heard(found.text);
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN));
  }
}

/** Loaded when the camera is first used: a hand scanner needs none of it. */
async function loadReader(): Promise<(picture: ImageData) => Promise<ReadResult[]>> {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader');
  const wasm = import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm');
  prepareZXingModule({ overrides: { locateFile: () => wasm } });
  return (picture) =>
    readBarcodes(picture, { formats: ['QRCode', 'PDF417', 'Aztec', 'Code128'], maxNumberOfSymbols: 1 });
}

/** Answers what lets the screen go dark again. */
function keepScreenOn(): () => void {
  let lock: WakeLockSentinel | null = null;
  let isOver = false;
  const ask = async () => {
    if (isOver || document.hidden || navigator.wakeLock === undefined) return;
    try {
      lock = await navigator.wakeLock.request('screen');
    } catch {
      // A battery that is nearly empty: the screen goes dark, and everything else works.
    }
  };
  // Browsers take it back when the page is hidden.
  document.addEventListener('visibilitychange', ask);
  void ask();
  return () => {
    isOver = true;
    document.removeEventListener('visibilitychange', ask);
    void lock?.release();
  };
}
