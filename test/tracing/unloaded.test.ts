// A server without OTEL_EXPORTER_OTLP_ENDPOINT pays nothing for traces: OpenTelemetry is not loaded.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { afterTest } from '../clean-up.ts';
import { builtProgram } from '../made.ts';

/** Opens the built app with these settings, and answers how many files of OpenTelemetry were loaded. */
async function loadedWith(settings: Readonly<Record<string, string>>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'passwright-unloaded-'));
  afterTest(async () => rmSync(folder, { recursive: true }));
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: folder, LOG_LEVEL: 'silent', ...settings };
  const script = `
    import Module from 'node:module';
    const { openApp } = await import(${JSON.stringify(builtProgram('app.js'))});
    const { readConfig } = await import(${JSON.stringify(builtProgram('config.js'))});
    const { openLog } = await import(${JSON.stringify(builtProgram('log.js'))});
    const config = readConfig(process.env, false);
    const app = await openApp(config, openLog(config, process.stdout), async () => []);
    await app.close();
    console.log(Object.keys(Module._cache).filter((path) => path.includes('@opentelemetry/sdk-trace')).length);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env });
  return Number(stdout);
}

test('OpenTelemetry is loaded where traces are exported, and only there', async () => {
  expect(await loadedWith({})).toBe(0);
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };
  expect(await loadedWith(endpoint)).toBeGreaterThan(0);
  expect(await loadedWith({ ...endpoint, OTEL_SDK_DISABLED: 'true' })).toBe(0);
});
