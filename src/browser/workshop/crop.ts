// Draws a frame over a picture: whoever drags it, or moves it with the arrow keys, fills in the four
// numbers of the part that stays.

type Side = 'left' | 'top' | 'width' | 'height';
type Area = Record<Side, number>;

const SIDES: readonly Side[] = ['left', 'top', 'width', 'height'];
/** The least side of the part, in pixels of the picture. */
const LEAST = 8;

function inputOf(side: Side): HTMLInputElement | null {
  const found = document.getElementById(`crop-${side}`);
  return found instanceof HTMLInputElement ? found : null;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(Math.round(value), least), most);
}

function start(box: HTMLElement): void {
  const picture = box.querySelector('img');
  const inputs = SIDES.map((side) => [side, inputOf(side)] as const);
  if (picture === null || inputs.some(([, input]) => input === null)) return;
  const whole = { width: Number(picture.getAttribute('width')), height: Number(picture.getAttribute('height')) };
  const shape = box.dataset.shape === undefined ? null : Number(box.dataset.shape);

  const frame = document.createElement('button');
  frame.type = 'button';
  frame.className = 'cropFrame';
  const name = document.createElement('span');
  name.className = 'forReaders';
  name.textContent = box.dataset.frame ?? '';
  const corner = document.createElement('span');
  corner.className = 'cropCorner';
  frame.append(name, corner);
  box.append(frame);

  const read = (): Area => Object.fromEntries(inputs.map(([side, input]) => [side, Number(input!.value) || 0])) as Area;

  const draw = () => {
    const area = read();
    frame.style.left = `${(area.left / whole.width) * 100}%`;
    frame.style.top = `${(area.top / whole.height) * 100}%`;
    frame.style.width = `${(area.width / whole.width) * 100}%`;
    frame.style.height = `${(area.height / whole.height) * 100}%`;
  };

  const write = (area: Area) => {
    for (const [side, input] of inputs) input!.value = String(area[side]);
    draw();
  };

  const moved = (from: Area, right: number, down: number): Area => ({
    ...from,
    left: clamp(from.left + right, 0, whole.width - from.width),
    top: clamp(from.top + down, 0, whole.height - from.height),
  });

  const sized = (from: Area, right: number, down: number): Area => {
    const width = clamp(from.width + right, LEAST, whole.width - from.left);
    if (shape === null) return { ...from, width, height: clamp(from.height + down, LEAST, whole.height - from.top) };
    const height = clamp(width / shape, 1, whole.height - from.top);
    return { ...from, width: clamp(height * shape, 1, whole.width - from.left), height };
  };

  frame.addEventListener('pointerdown', (down) => {
    const change = down.target === corner ? sized : moved;
    const from = read();
    const scale = whole.width / picture.getBoundingClientRect().width;
    frame.setPointerCapture(down.pointerId);
    const drag = (move: PointerEvent) => {
      write(change(from, (move.clientX - down.clientX) * scale, (move.clientY - down.clientY) * scale));
    };
    frame.addEventListener('pointermove', drag);
    frame.addEventListener('lostpointercapture', () => frame.removeEventListener('pointermove', drag), { once: true });
  });

  frame.addEventListener('keydown', (event) => {
    const steps: Record<string, readonly [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const far = Math.max(1, Math.round(whole.width / 50));
    const [right, down] = [step[0] * far, step[1] * far];
    write(event.shiftKey ? sized(read(), right, down) : moved(read(), right, down));
  });

  for (const [, input] of inputs) input!.addEventListener('input', draw);
  draw();
}

for (const box of document.querySelectorAll<HTMLElement>('[data-crop]')) start(box);

export {};
