// The image's build: the rules of hadolint that matter here, and whether the build finds what it copies.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Copy, DockerfileParser, type From, type Instruction } from 'dockerfile-ast';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/examples.ts';

const root = packageRoot();
const file = join(root, 'examples/deploy/Dockerfile');
const source = readFileSync(file, 'utf8');
const dockerfile = DockerfileParser.parse(source);
const instructions = dockerfile.getInstructions();
const stages = dockerfile.getFROMs();
const named = (keyword: string) => instructions.filter((each) => each.getKeyword() === keyword);
const textOf = (instruction: Instruction) => instruction.getArgumentsContent() ?? '';
/** The instructions after the last FROM: those of the image that runs. */
const last = instructions.slice(instructions.indexOf(stages.at(-1)! as Instruction) + 1);

test('each image that it begins with has a version, and each stage that it copies from is there', () => {
  expect(stages.length).toBe(2);
  for (const stage of stages) expect((stage as From).getImageTag(), textOf(stage)).toMatch(/^\d+-bookworm(?:-slim)?$/);
  const copies = named('COPY') as Copy[];
  const from = copies.flatMap((copy) => copy.getFlags().filter((flag) => flag.getName() === 'from'));
  expect(from.length).toBeGreaterThan(3);
  for (const flag of from) expect(stages.map((stage) => (stage as From).getBuildStage())).toContain(flag.getValue());
});

test('it runs as a user without rights, told by a list of arguments, and asks itself whether it is well', () => {
  const users = last.filter((each) => each.getKeyword() === 'USER').map(textOf);
  expect(users).toEqual(['node']);
  for (const keyword of ['CMD', 'WORKDIR', 'STOPSIGNAL', 'HEALTHCHECK']) {
    expect(
      last.filter((each) => each.getKeyword() === keyword),
      keyword,
    ).toHaveLength(1);
  }
  expect(named('CMD').map(textOf)).toEqual(['["node", "--enable-source-maps", "dist/src/main.js"]']);
  expect(textOf(named('HEALTHCHECK')[0]!)).toMatch(/CMD \["node", "-e", /);
  for (const folder of named('WORKDIR').map(textOf)) expect(folder).toMatch(/^\//);
  // Node sees the health check's program for what it is.
  const program = (JSON.parse(/CMD (\[.*\])/.exec(textOf(named('HEALTHCHECK')[0]!))![1]!) as string[])[2]!;
  expect(() => new Function(program)).not.toThrow();
});

test('no instruction fetches what nobody has checked, and none needs rights', () => {
  expect(named('ADD')).toEqual([]);
  expect(named('MAINTAINER')).toEqual([]);
  for (const run of named('RUN').map(textOf)) expect(run).not.toMatch(/\bsudo\b|\bcurl\b|\bwget\b|\|/);
  for (const env of named('ENV').map(textOf)) expect(env).not.toMatch(/PASSWORD|SECRET|TOKEN/);
});

test('what it copies is in the repository, and the build gets to see it', () => {
  const ignored = readFileSync(`${file}.dockerignore`, 'utf8').split('\n');
  expect(ignored).toContain('*');
  const seen = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  const copied = (named('COPY') as Copy[])
    .filter((copy) => copy.getFlags().length === 0)
    .flatMap((copy) =>
      copy
        .getArguments()
        .slice(0, -1)
        .map((argument) => argument.getValue()),
    );
  expect(copied.length).toBeGreaterThan(5);
  for (const path of copied) {
    expect(existsSync(join(root, path)), path).toBe(true);
    expect(seen, path).toContain(path.replace(/^\.\//, ''));
  }
  expect(seen.filter((path) => !copied.includes(path))).toEqual([]);
  // What a package has beside its code is in the image, too.
  const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: string[] };
  const inImage = last
    .filter((each) => each.getKeyword() === 'COPY')
    .map(textOf)
    .join('\n');
  for (const path of files.filter((each) => /^(?:dist|examples|src\/http)/.test(each))) {
    expect(inImage, path).toContain(path.startsWith('dist') ? '/app/dist' : path);
  }
});

test.skipIf(!isDockerThere())('Docker checks it, too', () => {
  execFileSync('docker', ['build', '--check', '-f', file, root], { stdio: 'pipe' });
});

/** Whether a daemon answers; the command alone cannot build. */
function isDockerThere(): boolean {
  try {
    execFileSync('docker', ['version', '--format', '{{.Server.Version}}'], { stdio: 'pipe', timeout: 5000 });
    return true;
  } catch {
    return false;
  }
}
