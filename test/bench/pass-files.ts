// Measures rendering, signing and zipping: one pass file after the other, and as many at once as
// the machine has cores.
import { ok, strictEqual } from 'node:assert';
import { execFile } from 'node:child_process';
import { sign } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { makePassFile } from '../../src/operations/files/pass-files.ts';
import { verifyPackage } from '../fixtures/pass/open-package.ts';
import { noise } from '../fixtures/pass/pictures.ts';
import { makeCertificates, readKey } from '../fixtures/pass/signing-identity.ts';
import { type BenchApp, makePasses, openBenchApp, overridesOf } from './bench-app.ts';
import { computed, inTurns } from './rounds.ts';
import { type Effort, limitRow, type Row, rateRow, timeRow } from './row.ts';

export async function passFiles(effort: Effort): Promise<Row[]> {
  const bench = await openBenchApp();
  try {
    const maker = await openMaker(bench);
    const privateKey = readKey(await makeCertificates());
    const digest = Buffer.alloc(200, 7);
    const calls = effort.quick ? 20 : 300;
    const alone = await inTurns(effort.rounds, {
      // Compare computing time, because another thread makes the server's signature meanwhile.
      ours: () => computed(calls, maker.make),
      sign: () => computed(calls, () => sign('sha256', digest, privateKey)),
    });
    const delays: number[] = [];
    const together = await inTurns(Math.ceil(effort.rounds / 2), {
      ours: () => atOnce(effort.quick ? 100 : 3000, maker.make, delays),
      openssl: () => opensslRate(effort.quick ? 1 : 2),
    });
    await maker.check();
    return [
      timeRow(
        'render + sign + zip, one thread, to crypto.sign',
        alone.ours,
        { name: 'crypto.sign RSA-2048', figures: alone.sign },
        { atMost: 1.4 },
      ),
      rateRow(
        'the same, all cores, to openssl -multi',
        together.ours,
        { name: `openssl speed -multi ${availableParallelism()} rsa2048`, figures: together.openssl },
        { atLeast: 0.7 },
      ),
      limitRow('  event-loop delay meanwhile, p99', delays.slice(1), { atMost: 5 }),
    ];
  } finally {
    await bench.close();
  }
}

/** Makes pass files of one template, each for another pass. */
export async function openMaker(bench: BenchApp) {
  const { test, templateHash } = bench;
  const { context } = test.app;
  await test.call('uploadTemplateImages', {
    clientHash: test.clientHash,
    templateHash,
    ...Object.fromEntries(
      await Promise.all(
        Object.entries({ icon: [76, 76], logo: [150, 50], strip: [264, 102] } as const).map(
          async ([name, [width, height]]) => {
            const png = await noise(width, height);
            return [name, `data:image/png;base64,${png.toString('base64')}`];
          },
        ),
      ),
    ),
  });
  const [hash] = await makePasses(bench, 1);
  const snapshot = (await context.store.passByHash(hash!))!;
  // Values are made beforehand, because a server reads them from a row before it makes a pass file.
  const values = Array.from({ length: 500 }, (_, number) => overridesOf(number));
  let made = 0;
  // Each call is for another pass, so that none finds its file in the cache.
  const make = async () => {
    const number = ++made;
    const pass = { ...snapshot.pass, id: snapshot.pass.id + number, overrides: values[number % values.length]! };
    return (await makePassFile(context, { ...snapshot, pass })).bytes;
  };
  const imagesOf = (files: Readonly<Record<string, Uint8Array>>) =>
    Object.entries(files).reduce((sum, [name, bytes]) => sum + (name.endsWith('.png') ? bytes.length : 0), 0);
  return {
    make,
    /** Throws unless openssl accepts a new pass file that has its own values and the images. */
    async check() {
      const { passJson, files } = verifyPackage(await make(), await test.rootPem());
      ok(JSON.stringify(passJson).includes(`Guest ${made % values.length} of the Corner Bakery`));
      const images = imagesOf(files);
      ok(images > 44_000 && images < 54_000, `The images have ${images} bytes.`);
      strictEqual(passJson.serialNumber, snapshot.pass.serialNumber);
    },
  };
}

/**
 * Calls a second while as many run as keep every core busy; adds the event loop's p99 delay in ms.
 */
export async function atOnce(calls: number, call: () => Promise<unknown>, delays: number[]): Promise<number> {
  let started = 0;
  const next = async () => {
    while (started++ < calls) await call();
  };
  const resolution = 1;
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  const start = process.hrtime.bigint();
  await Promise.all(Array.from({ length: availableParallelism() * 4 }, next));
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  delay.disable();
  // The histogram measures the turns of a timer, its own period included.
  delays.push(Math.max(0, delay.percentile(99) / 1e6 - resolution));
  return calls / seconds;
}

/** Signatures a second of openssl on all cores. */
async function opensslRate(seconds: number): Promise<number> {
  const args = ['speed', '-seconds', String(seconds), '-multi', String(availableParallelism()), 'rsa2048'];
  const { stdout } = await promisify(execFile)('openssl', args);
  const [, rate] = /^rsa\s+2048 bits\s+\S+\s+\S+\s+([\d.]+)/m.exec(stdout) ?? [];
  if (rate === undefined) throw new Error(`openssl speed says no rate: ${stdout}`);
  return Number(rate);
}
