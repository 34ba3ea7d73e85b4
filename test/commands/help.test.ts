// Every command says what it is for, what each part of it means, and shows an example.
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { programOf, runCommand } from '../fixtures/commands/run-command.ts';

/** Every command by its full name. */
function commandsOf(command: Command, name = ''): [name: string, command: Command][] {
  return command.commands.flatMap((inner) => {
    const full = `${name} ${inner.name()}`.trim();
    return [[full, inner] as [string, Command], ...commandsOf(inner, full)];
  });
}

const commands = commandsOf(programOf({}));

test('there is every command of the map, and the help lists each', async () => {
  const leaves = commands.filter(([, command]) => command.commands.length === 0).map(([name]) => name);
  for (const name of [
    ...['serve', 'purge', 'backup', 'restore', 'doctor', 'version', 'simulate', 'pass show', 'mail list', 'mail retry'],
    ...['account add', 'account list', 'account show', 'account set', 'account password', 'account brand'],
    ...['account remove', 'pass find', 'pass set', 'template push', 'template versions', 'template restore'],
    ...['import-history', 'secret-key renew'],
    ...['apikey add', 'apikey list', 'apikey token', 'apikey revoke'],
    ...[
      'template list',
      'template export',
      'template import',
      'template lint',
      'template check',
      'template pause',
      'template unpause',
    ],
  ]) {
    expect(leaves).toContain(name);
  }
  const { code, stderr } = await runCommand(['--help'], {});
  expect(code).toBe(0);
  // Where a line is broken depends on the terminal.
  const text = stderr.replace(/\s+/g, ' ');
  for (const [name, command] of commands.filter(([name]) => !name.includes(' '))) {
    expect(text, name).toContain(`${name} `);
    expect(text, name).toContain(command.description());
  }
});

test.each(commands)('%s --help', async (name, command) => {
  expect(command.description()).not.toBe('');
  for (const option of command.options) expect(option.description, option.flags).not.toBe('');
  const { code, stdout, stderr } = await runCommand([...name.split(' '), '--help'], {});
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(stderr).toContain(`Usage: passwright ${name}`);
  if (command.commands.length === 0) expect(stderr).toMatch(/\nExamples?:\n {2}\$ /);
});

test('what is mistyped is refused with a way to go on', async () => {
  const wrong = await runCommand(['template', 'lnt', 'x.json'], {});
  expect(wrong).toMatchObject({ code: 1, stdout: '' });
  expect(wrong.stderr).toMatch(/unknown command 'lnt'[\s\S]*lint/);
  const option = await runCommand(['purge', '--rum'], {});
  expect(option).toMatchObject({ code: 1, stdout: '' });
  expect(option.stderr).toMatch(/unknown option '--rum'[\s\S]*--run/);
});

test('a wrong DATA_DIR is told, and nothing is made in it', async () => {
  const env = { DATA_DIR: '/nowhere/at/all' };
  for (const args of [['purge'], ['backup', 'x'], ['pass', 'show', 'x'], ['template', 'export', 'x']]) {
    const { code, stdout, stderr } = await runCommand(args, env);
    expect({ code, stdout }, args.join(' ')).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('There is no database at /nowhere/at/all/passwright.sqlite. Set DATA_DIR');
  }
  // What the system says about files is told without a stack, too.
  const restore = await runCommand(['restore', 'package.json'], { DATA_DIR: '/dev/null/data' });
  expect(restore).toMatchObject({ code: 1, stdout: '' });
  expect(restore.stderr).toMatch(/^passwright: ENOTDIR: .*'\/dev\/null\/data\/secret\.key'\n$/);
});
