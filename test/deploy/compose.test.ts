// compose.yaml: by the schema of the Compose specification, and by what it says of files, settings and times.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../src/config.ts';
import { packageRoot } from '../../src/examples.ts';
import { drainMs, settingsIn } from '../fixtures/deploy/settings.ts';

const folder = join(packageRoot(), 'examples/deploy');
const compose = parse(readFileSync(join(folder, 'compose.yaml'), 'utf8'), { merge: true });
const services: Record<string, any> = compose.services;
const servers = Object.entries(services).filter(([name]) => name.startsWith('passwright-'));

test('it is a Compose file', () => {
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, 'schemas/compose-spec.json'), 'utf8'));
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const { $schema: _, ...rules } = schema;
  const validate = ajv.compile(rules);
  expect(validate(compose) ? [] : validate.errors).toEqual([]);
  // The schema does find what is mistyped.
  expect(validate({ ...compose, services: { caddy: { ...services.caddy, port: ['80:80'] } } })).toBe(false);
});

test('its names and files are there', () => {
  const declared = Object.keys(compose.volumes);
  for (const [name, service] of Object.entries(services)) {
    for (const network of service.networks) expect(Object.keys(compose.networks), name).toContain(network);
    for (const other of Object.keys(service.depends_on ?? {})) {
      expect(service.depends_on[other].condition).toBe('service_healthy');
      const isChecked = services[other].healthcheck !== undefined || services[other].image === 'passwright:local';
      expect(isChecked, `${other} says whether it is healthy`).toBe(true);
    }
    for (const volume of (service.volumes ?? []) as string[]) {
      const [from = ''] = volume.split(':');
      if (from.startsWith('.')) expect(existsSync(join(folder, from)), volume).toBe(true);
      else expect(declared).toContain(from);
    }
    for (const file of [service.env_file ?? []].flat()) expect(existsSync(join(folder, `${file}.example`))).toBe(true);
    expect(service.restart, name).toBe('unless-stopped');
  }
  for (const script of ['rolling.sh', 'backup/archive-wal.sh']) {
    expect(statSync(join(folder, script)).mode & 0o111, script).toBe(0o111);
  }
});

test('two servers with settings that a server takes, the same secret, and time enough to stop', () => {
  expect(servers).toHaveLength(2);
  const env = settingsIn(join(folder, 'passwright.env.example'));
  expect(env).toMatchObject({ SECRET_KEY: '', DATABASE_URL: expect.stringMatching(/^postgres:\/\/passwright:/) });
  const database = settingsIn(join(folder, 'database.env.example'));
  expect(database).toMatchObject({ POSTGRES_USER: 'passwright', POSTGRES_DB: 'passwright' });
  for (const [name, server] of servers) {
    expect(server, name).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    const config = readConfig({ ...env, ...server.environment }, false);
    expect(new URL(config.postgres!)).toMatchObject({ hostname: 'postgres', pathname: '/passwright' });
    expect(config.rootUrl).toBe('https://passes.example.com');
    expect(config.trustedProxies).toEqual([compose.networks.front.ipam.config[0].subnet]);
    const grace = Number(/^(\d+)s$/.exec(server.stop_grace_period)![1]) * 1000;
    expect(grace).toBeGreaterThan(drainMs(config.drainSeconds));
    expect(services.caddy.environment.SERVERS).toContain(`${name}:8080`);
  }
  // Nobody outside reaches the database.
  expect(compose.networks.back.internal).toBe(true);
  expect(services.postgres.networks).toEqual(['back']);
  expect(services.postgres).not.toHaveProperty('ports');
  expect(services.caddy.networks).toEqual(['front']);
});
