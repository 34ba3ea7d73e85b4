// Reads barcodes from the camera with zxing-wasm, controls its light, and prevents the screen from
// going dark.
import type { ReadResult } from 'zxing-wasm/reader';

export interface Camera {
  /** Whether the camera has a light. */
  readonly hasTorch: boolean;
  setTorch(on: boolean): Promise<void>;
  stop(): void;
}

/** The pause between two reads of the picture, in ms: short for the user, long for the battery. */
const BETWEEN = 120;
/**
 * Wider pictures are scaled down before reading. The 387 modules of a hashedSerialNumber in Code
 * 128 need this width.
 */
const WIDEST = 1920;

/** Starts the camera on the back of the device. Fails with the DOMException of getUserMedia. */
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

/** Loads the reader when the camera first starts, because a hand scanner needs none. */
async function loadReader(): Promise<(picture: ImageData) => Promise<ReadResult[]>> {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader');
  const wasm = import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm');
  prepareZXingModule({ overrides: { locateFile: () => wasm } });
  return (picture) =>
    readBarcodes(picture, { formats: ['QRCode', 'PDF417', 'Aztec', 'Code128'], maxNumberOfSymbols: 1 });
}

/** Prevents the screen from going dark until the answered function is called. */
function keepScreenOn(): () => void {
  let lock: WakeLockSentinel | null = null;
  let isOver = false;
  const ask = async () => {
    if (isOver || document.hidden || navigator.wakeLock === undefined) return;
    try {
      lock = await navigator.wakeLock.request('screen');
    } catch {
      // A nearly empty battery refuses the lock: the screen goes dark, and everything else works.
    }
  };
  // Browsers release the lock when the page is hidden, so ask again.
  document.addEventListener('visibilitychange', ask);
  void ask();
  return () => {
    isOver = true;
    document.removeEventListener('visibilitychange', ask);
    void lock?.release();
  };
}
