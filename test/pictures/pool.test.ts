// The pool of decoding processes: hostile pictures are given up, and nobody else notices.
import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { openPictures, type PictureLimits } from '../../src/pictures/pool.ts';
import type { Log } from '../../src/ports/log.ts';
import type { CleanPicture, Pictures } from '../../src/ports/pictures.ts';
import { noise } from '../fixtures/pass/pictures.ts';
import { DASHES, DRAWING, LAYERS, MARKERS, STYLED_DASHES } from '../fixtures/pictures/hostile.ts';
import { openTestPictures } from '../fixtures/pictures/shared-pictures.ts';
import { builtProgram } from '../made.ts';

const ANYTHING = { slot: null, vector: true };
const LONGEST = 10_000;
const STOPPED = 'The server stopped before it read the picture.';
const TOO_COSTLY = { code: 'image_invalid', message: expect.stringContaining('too much time or memory') };

const opened: Pictures[] = [];
afterEach(async () => {
  for (const pictures of opened.splice(0)) await pictures.close();
});

/** A pool whose time limits are up when the test says so. */
function timedPool(limits: Partial<PictureLimits> = {}) {
  const running: (() => void)[] = [];
  const watchers: (() => void)[] = [];
  const logged: unknown[] = [];
  const write = (fields: object, message: string) => void logged.push({ ...fields, message });
  const log: Log = { info: write, warn: write, error: write, with: () => log };
  const pictures = openTestPictures({
    limits: { ...limits, longest: LONGEST },
    after: (ms, work) => {
      if (ms !== LONGEST) return () => {};
      running.push(work);
      for (const watcher of watchers.splice(0)) watcher();
      return () => void running.splice(running.indexOf(work), 1);
    },
    log,
  });
  opened.push(pictures);
  const decoding = async (count: number) => {
    while (running.length < count) await new Promise<void>((resolve) => watchers.push(resolve));
  };
  const timeIsUp = () => {
    for (const work of running.splice(0)) work();
  };
  return { pictures, decoding, timeIsUp, logged };
}

const refusal = (picture: Promise<CleanPicture>) => picture.catch((error) => error);
const codes = (pictures: readonly Promise<CleanPicture>[]) =>
  Promise.all(
    pictures.map((picture) =>
      picture.then(
        () => 'taken',
        (error) => error.code ?? error.message,
      ),
    ),
  );

describe('a picture that takes too long', () => {
  test.each([
    ['dashes', DASHES],
    ['dashes of a style', STYLED_DASHES],
    ['markers', MARKERS],
  ])('%s: its process is killed, and another takes its place', async (_, hostile) => {
    const { pictures, decoding, timeIsUp, logged } = timedPool({ mostProcesses: 1 });
    const [given, behind] = [refusal(pictures.clean(hostile, ANYTHING)), pictures.clean(DRAWING, ANYTHING)];
    await decoding(1);
    timeIsUp();
    expect(await given).toMatchObject(TOO_COSTLY);
    expect(await behind).toMatchObject({ width: 1125, height: 1125 });
    expect(logged).toEqual([{ bytes: hostile.length, message: expect.stringContaining('too much time') }]);
  });
});

describe('a picture that takes too much memory', () => {
  test('ends its process, and the memory of the server stays as it was', async () => {
    const { pictures, logged } = timedPool({ mostMemory: 256 * 1024 * 1024 });
    const before = process.memoryUsage.rss();
    let most = 0;
    const measured = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, 20);
    const given = await refusal(pictures.clean(LAYERS, ANYTHING));
    clearInterval(measured);
    expect(given).toMatchObject(TOO_COSTLY);
    expect(most - before).toBeLessThan(300 * 1024 * 1024);
    expect(logged).toHaveLength(1);
    expect((await pictures.clean(DRAWING, ANYTHING)).width).toBe(1125);
  });
});

describe('the queue', () => {
  test('has a bound of pictures, and who comes later is told when to try again', async () => {
    const { pictures, decoding, timeIsUp } = timedPool({ mostProcesses: 1, mostWaiting: 2 });
    const hostile = refusal(pictures.clean(DASHES, ANYTHING));
    await decoding(1);
    const waiting = [pictures.clean(DRAWING, ANYTHING), pictures.clean(DRAWING, ANYTHING)];
    const late = await refusal(pictures.clean(DRAWING, ANYTHING));
    expect(late).toMatchObject({ code: 'rate_limited', beside: { retryAfter: 5 } });
    timeIsUp();
    await hostile;
    expect(await codes(waiting)).toEqual(['taken', 'taken']);
    expect(await codes([pictures.clean(DRAWING, ANYTHING)])).toEqual(['taken']);
  });

  test('has a bound of bytes', async () => {
    const { pictures, decoding, timeIsUp } = timedPool({ mostProcesses: 1, mostWaitingBytes: 2 * DRAWING.length });
    const hostile = refusal(pictures.clean(DASHES, ANYTHING));
    await decoding(1);
    const given = [1, 2, 3].map(() => pictures.clean(DRAWING, ANYTHING));
    given[2]!.catch(() => {});
    timeIsUp();
    await hostile;
    expect(await codes(given)).toEqual(['taken', 'taken', 'rate_limited']);
  });

  test('gives no place to what its first bytes refuse', async () => {
    const { pictures } = timedPool({ mostWaiting: 0 });
    expect(await codes([pictures.clean(Buffer.from('<html>'), ANYTHING)])).toEqual(['image_invalid']);
    expect(await codes([pictures.clean(Buffer.alloc(5_000_000), ANYTHING)])).toEqual(['image_too_large']);
    const vector = await refusal(pictures.clean(DRAWING, { slot: null, vector: false }));
    expect(vector).toMatchObject({
      code: 'image_invalid',
      message: 'A vector image (SVG) is not accepted here. Use PNG, JPEG, WebP or GIF.',
    });
  });

  test('goes on with as many processes as it may have', async () => {
    const { pictures, decoding, timeIsUp } = timedPool({ mostProcesses: 2 });
    const hostile = [DASHES, DASHES].map((bytes) => refusal(pictures.clean(bytes, ANYTHING)));
    await decoding(2);
    const honest = pictures.clean(DRAWING, ANYTHING);
    timeIsUp();
    expect(await Promise.all(hostile)).toMatchObject([TOO_COSTLY, TOO_COSTLY]);
    expect((await honest).height).toBe(1125);
  });
});

describe('the end', () => {
  test('of the pool ends its processes, whatever they do', async () => {
    const { pictures, decoding, logged } = timedPool({ mostProcesses: 1 });
    const given = [DASHES, DRAWING].map((bytes) => pictures.clean(bytes, ANYTHING));
    const answered = Promise.all(given.map(refusal));
    await decoding(1);
    await pictures.close();
    expect(await answered).toMatchObject([{ message: STOPPED }, { message: STOPPED }]);
    await expect(pictures.clean(DRAWING, ANYTHING)).rejects.toThrow('stopped');
    expect(logged).toEqual([]);
  });

  test('of a process without work comes after a while, and the next picture starts another', async () => {
    const idle: (() => void)[] = [];
    const pictures = openTestPictures({
      limits: { longestIdle: 7 },
      after: (ms, work) => {
        if (ms === 7) idle.push(work);
        return () => {};
      },
    });
    opened.push(pictures);
    const png = await noise(30, 20);
    expect(await pictures.clean(png, ANYTHING)).toMatchObject({ width: 30, height: 20 });
    for (const end of idle) end();
    expect(await pictures.clean(png, ANYTHING)).toMatchObject({ width: 30, height: 20 });
  });
});

describe('a process', () => {
  test('holds a command open while it decodes and while it ends, and not otherwise', async () => {
    const pool = pathToFileURL(builtProgram('pictures/pool.ts')).href;
    const program = `
      const { openPictures } = await import(${JSON.stringify(pool)});
      const bytes = Buffer.from(${JSON.stringify(DRAWING.toString())});
      const [closed, left] = [openPictures(), openPictures()];
      for (const pictures of [closed, left]) console.log((await pictures.clean(bytes, { slot: null, vector: true })).width);
      await closed.close();
      console.log('closed');
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
    expect(stdout).toBe('1125\n1125\nclosed\n');
  });

  test('runs from the sources too, as in development', async () => {
    const pictures = openPictures();
    opened.push(pictures);
    expect(await pictures.clean(DRAWING, { slot: 'icon', vector: true })).toMatchObject({ width: 114, height: 114 });
    const damaged = (await noise(200, 200)).subarray(0, 2000);
    expect(await refusal(pictures.clean(damaged, ANYTHING))).toMatchObject({ code: 'image_invalid' });
  });

  test('that cannot be started is a fault of the server, not of the picture', async () => {
    const pictures = openTestPictures({ entry: new URL('./absent.js', import.meta.url).href });
    opened.push(pictures);
    const fault = await refusal(pictures.clean(DRAWING, ANYTHING));
    expect(fault).not.toHaveProperty('code');
    expect(fault).toMatchObject({ message: expect.stringMatching(/ended at its start[\s\S]*absent\.js/) });
  });
});
