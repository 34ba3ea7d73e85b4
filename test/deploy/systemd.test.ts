// The units of systemd: by systemd-analyze where it is installed, and by what they say of files and times.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/examples.ts';
import { isThere } from '../fixtures/deploy/programs.ts';
import { drainMs } from '../fixtures/deploy/settings.ts';

const folder = join(packageRoot(), 'examples/deploy/systemd');
const names = readdirSync(folder);

/** Section -> key -> values, in their order. */
function readUnit(name: string): Record<string, Record<string, string[]>> {
  const unit: Record<string, Record<string, string[]>> = {};
  let section: Record<string, string[]> = {};
  for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
    const title = /^\[(\w+)\]$/.exec(line)?.[1];
    const [, key, value = ''] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (title !== undefined) {
      section = {};
      unit[title] = section;
    } else if (key !== undefined) section[key] = [...(section[key] ?? []), value];
    else if (line !== '' && !line.startsWith('#')) throw new Error(`${name}: "${line}" is no line of a unit.`);
  }
  return unit;
}

test('the server runs without rights, may write one folder, and has time enough to stop', () => {
  const { Service: service, Install: install } = readUnit('passwright@.service');
  expect(service).toMatchObject({
    User: ['passwright'],
    NoNewPrivileges: ['yes'],
    ProtectSystem: ['strict'],
    ProtectHome: ['yes'],
    PrivateTmp: ['yes'],
    CapabilityBoundingSet: [''],
    StateDirectory: ['passwright'],
    Restart: ['always'],
  });
  const settings = service!.Environment!.join(' ');
  expect(settings).toContain(`DATA_DIR=/var/lib/${service!.StateDirectory![0]}`);
  expect(settings).toContain('PORT=%i');
  expect(Number(service!.TimeoutStopSec![0]) * 1000).toBeGreaterThan(drainMs(0));
  // What V8 does is what this forbids.
  expect(service).not.toHaveProperty('MemoryDenyWriteExecute');
  expect(install).toEqual({ WantedBy: ['multi-user.target'] });
});

test('the timer starts the backup, whose script is there', () => {
  expect(names).toContain('passwright-backup.timer');
  const { Service: service } = readUnit('passwright-backup.service');
  const script = service!.ExecStart![0]!.replace('/opt/passwright/', '');
  expect(existsSync(join(packageRoot(), script))).toBe(true);
  const written = service!.ReadWritePaths![0]!.split(' ');
  for (const [, path] of service!.Environment![0]!.matchAll(/_DIR=(\S+)/g)) expect(written).toContain(path);
});

test.skipIf(!isThere('systemd-analyze'))('systemd takes them, and calls the server well protected', () => {
  const place = mkdtempSync(join(tmpdir(), 'passwright-units-'));
  try {
    for (const name of names) {
      // A template has a name with a port; programs that are elsewhere here become one that is there.
      const text = readFileSync(join(folder, name), 'utf8').replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`);
      writeFileSync(join(place, name.replace('@.', '@8081.')), text);
    }
    const units = readdirSync(place).map((name) => join(place, name));
    const run = (args: string[]) => execFileSync('systemd-analyze', args, { stdio: 'pipe', encoding: 'utf8' });
    expect(run(['verify', ...units])).toBe('');
    // Of 10, which is a service without any protection.
    const said = run(['security', '--offline=true', '--threshold=25', join(place, 'passwright@8081.service')]);
    expect(said).toMatch(/Overall exposure level .*: [012]\.\d OK/);
    writeFileSync(join(place, 'wrong.service'), '[Service]\nExecStart=/nowhere/node\n');
    expect(() => run(['verify', join(place, 'wrong.service')])).toThrow(/not executable/);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
