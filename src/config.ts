// The only reader of the environment. Every setting is optional; what cannot be used is refused at the start, by name.
import { join, resolve } from 'node:path';
import { parseAllowList } from './outbound/allow.ts';

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Without a slash at its end. */
  readonly rootUrl: string;
  readonly dataDir: string;
  readonly databaseFile: string;
  /** Null: made once and kept in dataDir. */
  readonly secretKey: string | null;
  readonly adminEmail: string | null;
  readonly adminPassword: string | null;
  /** Entries of OUTBOUND_ALLOW. */
  readonly outboundAllow: readonly string[];
  /** Who may read /metrics from elsewhere; null: nobody. */
  readonly metricsToken: string | null;
  readonly logLevel: string;
  readonly logFormat: 'json' | 'pretty';
}

/** A setting that cannot be used; the message names it and says what would be right. */
export class ConfigError extends Error {}

/** Of a secret key, in characters: 128 bits when they are hexadecimal digits. */
export const SHORTEST_SECRET = 32;

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** Reads the settings. Throws ConfigError. `isTerminal`: whether logs go to a person. */
export function readConfig(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): Config {
  const value = (name: string) => env[name]?.trim() || null;
  const host = value('HOST') ?? '127.0.0.1';
  const port = readPort(value('PORT'));
  const dataDir = resolve(value('DATA_DIR') ?? './data');
  return {
    host,
    port,
    rootUrl: readRootUrl(value('ROOT_URL') ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`),
    dataDir,
    databaseFile: readDatabase(value('DATABASE_URL'), dataDir),
    secretKey: readSecret(value('SECRET_KEY')),
    adminEmail: value('ADMIN_EMAIL'),
    adminPassword: value('ADMIN_PASSWORD'),
    outboundAllow: readAllow(value('OUTBOUND_ALLOW')),
    metricsToken: value('METRICS_TOKEN'),
    logLevel: oneOf('LOG_LEVEL', value('LOG_LEVEL') ?? 'info', LEVELS),
    logFormat: oneOf('LOG_FORMAT', value('LOG_FORMAT') ?? (isTerminal ? 'pretty' : 'json'), [
      'json',
      'pretty',
    ] as const),
  };
}

function readPort(text: string | null): number {
  const port = text === null ? 8080 : Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new ConfigError(`PORT is a number from 1 to 65535, not "${text}".`);
}

function readRootUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain =
    url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '' && url.hash === '';
  if (!isPlain)
    throw new ConfigError(
      `ROOT_URL is the address under which the server is reached, such as https://passes.example.com, not "${text}".`,
    );
  return url.href.replace(/\/+$/, '');
}

function readDatabase(text: string | null, dataDir: string): string {
  if (text === null) return join(dataDir, 'passwright.sqlite');
  const file = /^(?:sqlite|file):(?:\/\/)?(.+)$/.exec(text)?.[1];
  if (file !== undefined) return resolve(file);
  throw new ConfigError('DATABASE_URL is sqlite:/path/to/file in this version; leave it out for a file in DATA_DIR.');
}

function readSecret(text: string | null): string | null {
  if (text === null || text.length >= SHORTEST_SECRET) return text;
  throw new ConfigError(
    `SECRET_KEY has at least ${SHORTEST_SECRET} characters; leave it out to have one made in DATA_DIR.`,
  );
}

function readAllow(text: string | null): readonly string[] {
  try {
    return parseAllowList(text ?? '');
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error));
  }
}

function oneOf<T extends string>(name: string, text: string, words: readonly T[]): T {
  const found = words.find((word) => word === text.toLowerCase());
  if (found !== undefined) return found;
  throw new ConfigError(`${name} is one of ${words.join(', ')}, not "${text}".`);
}
