// The only reader of the environment. Every setting is optional. A setting that cannot be used
// stops the start, with a message that names it.
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import validator from 'validator';
import { GOOGLE, type GoogleAddresses, readAddress } from './google/addresses.ts';
import { parseAllowList } from './outbound/allow.ts';

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Without a slash at its end. */
  readonly rootUrl: string;
  readonly dataDir: string;
  readonly databaseFile: string;
  /** The URL of a PostgreSQL database that takes the place of the file; null: the file. */
  readonly postgres: string | null;
  /** Null: the key is a file in dataDir, made at the first start. */
  readonly secretKey: string | null;
  readonly adminEmail: string | null;
  readonly adminPassword: string | null;
  /** Entries of OUTBOUND_ALLOW. */
  readonly outboundAllow: readonly string[];
  readonly apns: ApnsConfig;
  readonly google: GoogleAddresses;
  /** Null: mails wait in the queue. */
  readonly smtp: SmtpConfig | null;
  /** The token that lets other machines read /metrics; null: no other machine may. */
  readonly metricsToken: string | null;
  /** Where to send traces, as OTLP over HTTP; null: there are none. */
  readonly tracesUrl: string | null;
  /** Addresses and ranges whose X-Forwarded-For is believed, such as `10.0.0.0/8`. */
  readonly trustedProxies: readonly string[];
  readonly limits: LimitsConfig;
  /** How many passes one address may make a minute without a clientHash. */
  readonly creationLimit: number;
  /** How long a stopping server goes on answering while load balancers notice, in seconds. */
  readonly drainSeconds: number;
  /** How many processes share the port; more than one with PostgreSQL alone. */
  readonly workers: number;
  /** Whether assistants may call the server by the Model Context Protocol, at /mcp. */
  readonly assistants: boolean;
  readonly logLevel: string;
  readonly logFormat: 'json' | 'pretty';
}

/** What strangers and phones may add. */
export interface LimitsConfig {
  /** Passes of one template that people without an account may make in a day. */
  readonly passesADay: number;
  /** Megabytes of pictures that holders of one template may send in a day. */
  readonly pictureMegabytesADay: number;
  /** Devices that may hold one pass. */
  readonly devicesOfPass: number;
  /** Passes or links that one batch may make. */
  readonly rowsOfBatch: number;
}

/** Where pushes go, and with which headers. */
export interface ApnsConfig {
  readonly host: string;
  readonly port: number;
  /**
   * The roots that the server's certificate must lead to, in PEM; null: the roots that Node trusts.
   */
  readonly ca: string | null;
  /** The header apns-push-type; null leaves it out. */
  readonly pushType: 'background' | 'alert' | null;
  /**
   * The header apns-priority: 10 delivers at once, 5 when it suits the device's power, 1 later
   * still.
   */
  readonly priority: number;
}

/** The mail server, and the address that mails come from. */
export interface SmtpConfig {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (smtps:). */
  readonly secure: boolean;
  /**
   * Whether a connection that does not begin with TLS switches to it (STARTTLS): never, when the
   * server offers it, or always.
   */
  readonly startTls: 'never' | 'offered' | 'required';
  readonly user: { readonly name: string; readonly password: string } | null;
  readonly from: string;
}

/** A setting that cannot be used; the message names it and says what would be right. */
export class ConfigError extends Error {}

/** Apple's server for pushes. */
export const APPLE_HOST = 'api.push.apple.com';

/**
 * The length of the shortest secret key, in characters: 128 bits when they are hexadecimal digits.
 */
export const SHORTEST_SECRET = 32;

/** By default: a whole office, or everybody at an entrance, may share an address. */
const CREATION_LIMIT = 600;
const PASS_LIMIT = 100_000;
/** In MB. */
const PICTURE_LIMIT = 500;
const DEVICE_LIMIT = 500;
const BATCH_LIMIT = 100_000;
/** A server alone has nobody who would notice. */
const DRAIN_SECONDS = 0;
/** Each process has 13 connections to the database at most, and memory of its own. */
const MOST_WORKERS = 64;

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** Reads the settings. Throws ConfigError. `isTerminal`: whether a person reads the log. */
export function readConfig(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): Config {
  const value = (name: string) => env[name]?.trim() || null;
  const host = value('HOST') ?? '127.0.0.1';
  const port = readPort('PORT', value('PORT'), 8080);
  const dataDir = resolve(value('DATA_DIR') ?? './data');
  const database = readDatabase(value('DATABASE_URL'), dataDir);
  return {
    host,
    port,
    rootUrl: readRootUrl(value('ROOT_URL') ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`),
    dataDir,
    ...database,
    secretKey: readSecret(value('SECRET_KEY')),
    adminEmail: value('ADMIN_EMAIL'),
    adminPassword: value('ADMIN_PASSWORD'),
    outboundAllow: readAllow(value('OUTBOUND_ALLOW')),
    apns: readApns(value),
    google: {
      walletUrl: readGoogleUrl('GOOGLE_WALLET_URL', value('GOOGLE_WALLET_URL'), GOOGLE.walletUrl),
      tokenUrl: readGoogleUrl('GOOGLE_TOKEN_URL', value('GOOGLE_TOKEN_URL'), GOOGLE.tokenUrl),
    },
    smtp: readSmtp(value('SMTP_URL'), value('MAIL_FROM')),
    metricsToken: value('METRICS_TOKEN'),
    tracesUrl: readTracesUrl(value),
    trustedProxies: readProxies(value('TRUSTED_PROXIES')),
    limits: {
      passesADay: readLimit('PASS_LIMIT', value('PASS_LIMIT'), PASS_LIMIT),
      pictureMegabytesADay: readLimit('PICTURE_LIMIT', value('PICTURE_LIMIT'), PICTURE_LIMIT),
      devicesOfPass: readLimit('DEVICE_LIMIT', value('DEVICE_LIMIT'), DEVICE_LIMIT),
      rowsOfBatch: readLimit('BATCH_LIMIT', value('BATCH_LIMIT'), BATCH_LIMIT),
    },
    creationLimit: readLimit('CREATION_LIMIT', value('CREATION_LIMIT'), CREATION_LIMIT),
    drainSeconds: readDrain(value('DRAIN_SECONDS')),
    workers: readWorkers(value('WORKERS'), database.postgres !== null),
    assistants: oneOf('MCP', value('MCP') ?? 'off', ['on', 'off'] as const) === 'on',
    logLevel: oneOf('LOG_LEVEL', value('LOG_LEVEL') ?? 'info', LEVELS),
    logFormat: oneOf('LOG_FORMAT', value('LOG_FORMAT') ?? (isTerminal ? 'pretty' : 'json'), [
      'json',
      'pretty',
    ] as const),
  };
}

function readPort(name: string, text: string | null, otherwise: number): number {
  const port = text === null ? otherwise : Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new ConfigError(`${name} is a number from 1 to 65535, not "${text}".`);
}

function readLimit(name: string, text: string | null, otherwise: number): number {
  const limit = text === null ? otherwise : Number(text);
  if (Number.isInteger(limit) && limit > 0 && limit <= 1_000_000) return limit;
  throw new ConfigError(`${name} is a whole number from 1 to 1000000, not "${text}".`);
}

function readDrain(text: string | null): number {
  const seconds = text === null ? DRAIN_SECONDS : Number(text);
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= 300) return seconds;
  throw new ConfigError(`DRAIN_SECONDS is a whole number from 0 to 300, not "${text}".`);
}

function readWorkers(text: string | null, isShared: boolean): number {
  const workers = text === null ? 1 : Number(text);
  if (!Number.isInteger(workers) || workers < 1 || workers > MOST_WORKERS) {
    throw new ConfigError(`WORKERS is a whole number from 1 to ${MOST_WORKERS}, not "${text}".`);
  }
  if (workers === 1 || isShared) return workers;
  throw new ConfigError(
    'WORKERS is 1 with SQLite, because one process alone writes to its file; set DATABASE_URL to a PostgreSQL database for more.',
  );
}

function readRootUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain =
    url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '' && url.hash === '';
  if (!isPlain)
    throw new ConfigError(
      `ROOT_URL is the address under which the server is reached, such as https://passes.example.com, not "${text}".`,
    );
  let end = url.href.length;
  while (url.href[end - 1] === '/') end -= 1;
  return url.href.slice(0, end);
}

function readDatabase(text: string | null, dataDir: string): Pick<Config, 'databaseFile' | 'postgres'> {
  const databaseFile = join(dataDir, 'passwright.sqlite');
  if (text === null) return { databaseFile, postgres: null };
  const file = /^(?:sqlite|file):(?:\/\/)?(.+)$/.exec(text)?.[1];
  if (file !== undefined) return { databaseFile: resolve(file), postgres: null };
  if (/^postgres(?:ql)?:\/\/[^/]+\/./.test(text)) return { databaseFile, postgres: text };
  throw new ConfigError(
    'DATABASE_URL is postgres://user:password@host:5432/database or sqlite:/path/to/file; leave it out for a file in DATA_DIR.',
  );
}

/** This machine, by both kinds of addresses. */
const LOOPBACK = ['127.0.0.0/8', '::1'];

function readProxies(text: string | null): readonly string[] {
  if (text === null) return LOOPBACK;
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  for (const entry of entries) {
    const [address = '', bits, ...more] = entry.split('/');
    const most = isIP(address) === 4 ? 32 : 128;
    const isRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
    if (isIP(address) !== 0 && isRange && more.length === 0) continue;
    throw new ConfigError(
      `TRUSTED_PROXIES is a list of addresses and ranges, such as 127.0.0.1, 172.16.0.0/12; "${entry}" is none.`,
    );
  }
  return entries;
}

/**
 * OpenTelemetry's own settings: the endpoint of all signals, to which the path of traces is added, or
 * the one of traces, which is the whole address.
 */
function readTracesUrl(value: (name: string) => string | null): string | null {
  if (value('OTEL_SDK_DISABLED')?.toLowerCase() === 'true') return null;
  for (const [name, path] of [
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', ''],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', '/v1/traces'],
  ] as const) {
    const text = value(name);
    if (text === null) continue;
    if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
      throw new ConfigError(`${name} is the address of a collector, such as http://127.0.0.1:4318, not "${text}".`);
    }
    return `${path !== '' && text.endsWith('/') ? text.slice(0, -1) : text}${path}`;
  }
  return null;
}

/** Why a database is refused that another secret key has written. */
export function otherSecret(config: Config): string {
  return config.postgres === null
    ? 'SECRET_KEY, or secret.key in DATA_DIR, is not the key that this database was written with: set it, or put its backup back. When the key is lost, see passwright secret-key renew --help.'
    : 'SECRET_KEY is not that of the other servers of the database: set the same on all of them. A server without one has made its own in DATA_DIR. When the key is lost, see passwright secret-key renew --help.';
}

function readGoogleUrl(name: string, text: string | null, otherwise: string): string {
  const url = text === null ? otherwise : readAddress(text);
  if (url !== null) return url;
  throw new ConfigError(
    `${name} is the address of a stand-in, such as http://127.0.0.1:8090/walletobjects/v1, not "${text}". Leave it out for Google.`,
  );
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

function readApns(value: (name: string) => string | null): ApnsConfig {
  // Apple requires a push type, but does not say which one updates a pass. `background` describes
  // what such a push does, and other servers report that it works.
  const type = oneOf('APNS_PUSH_TYPE', value('APNS_PUSH_TYPE') ?? 'background', [
    'background',
    'alert',
    'none',
  ] as const);
  const fits = type === 'background' ? ['5', '1'] : ['10', '5', '1'];
  const priority = value('APNS_PRIORITY') ?? fits[0]!;
  if (!fits.includes(priority)) {
    // Apple: "Using priority 10 is an error" for this type; APNs would refuse every push.
    const of = type === 'background' ? ' when APNS_PUSH_TYPE is background' : '';
    throw new ConfigError(`APNS_PRIORITY is one of ${fits.join(', ')}${of}, not "${priority}".`);
  }
  return {
    host: readApnsHost(value('APNS_HOST') ?? APPLE_HOST),
    port: readPort('APNS_PORT', value('APNS_PORT'), 443),
    ca: readCertificates('APNS_CA', value('APNS_CA')),
    pushType: type === 'none' ? null : type,
    priority: Number(priority),
  };
}

function readApnsHost(text: string): string {
  if (isIP(text) === 0 && !/^[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/i.test(text)) {
    throw new ConfigError(`APNS_HOST is the name of a server, such as api.push.apple.com, not "${text}".`);
  }
  if (/^api\.(?:sandbox|development)\.push\.apple\.com$/i.test(text)) {
    throw new ConfigError(
      "APNS_HOST cannot be Apple's sandbox: Wallet's tokens are of production, and the sandbox would call each of them bad, which removes the phone's registration.",
    );
  }
  return text;
}

/**
 * Reads the settings of mail. Checks MAIL_FROM even without SMTP_URL, so that a mistake shows at
 * once.
 */
function readSmtp(url: string | null, from: string | null): SmtpConfig | null {
  if (from !== null && !validator.isEmail(from, { require_tld: false })) {
    throw new ConfigError(
      `MAIL_FROM is one e-mail address without a name, such as passes@example.com, not "${from}". Readers see the account's name beside it.`,
    );
  }
  if (url === null) return null;
  const server = parseSmtpUrl(url);
  // The message does not repeat the URL, because it may hold a password.
  if (server === null) {
    throw new ConfigError(
      'SMTP_URL is smtp://user:password@host:port or smtps://user:password@host:port; leave user and password out where none are needed, and write characters such as @ and / in them as %40 and %2F.',
    );
  }
  if (from === null) {
    throw new ConfigError('MAIL_FROM is missing: with SMTP_URL it is the e-mail address that mails come from.');
  }
  return { ...server, from };
}

/**
 * The parts of an SMTP URL; null for any other text. The default ports are those of mail submission
 * (RFC 6409, RFC 8314).
 */
function parseSmtpUrl(text: string): Omit<SmtpConfig, 'from'> | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '') return null;
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '') return null;
  if ((url.username === '') !== (url.password === '')) return null;
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isHere = host === 'localhost' || host === '::1' || host.startsWith('127.');
  const port = url.port === '' ? (secure ? 465 : 587) : Number(url.port);
  try {
    const credentials = { name: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
    const user = url.username === '' ? null : credentials;
    return { host, port, secure, startTls: startTlsFor(user !== null, isHere), user };
  } catch {
    return null;
  }
}

/**
 * Requires TLS before a password goes to another machine. On this machine TLS stays optional,
 * because mail servers there often have a self-signed certificate.
 */
function startTlsFor(hasPassword: boolean, isHere: boolean): SmtpConfig['startTls'] {
  if (isHere) return hasPassword ? 'offered' : 'never';
  return hasPassword ? 'required' : 'offered';
}

/**
 * The content of a PEM file with at least one certificate; null without a path. Throws ConfigError.
 */
function readCertificates(name: string, path: string | null): string | null {
  if (path === null) return null;
  const wrong = (why: string) => new ConfigError(`${name} is a file with certificates in PEM; ${path} ${why}.`);
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch (error) {
    throw wrong(`cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (certificates.length === 0) throw wrong('holds none');
  try {
    for (const certificate of certificates) new X509Certificate(certificate);
  } catch {
    throw wrong('holds one that cannot be read');
  }
  return pem;
}

function oneOf<T extends string>(name: string, text: string, words: readonly T[]): T {
  const found = words.find((word) => word === text.toLowerCase());
  if (found !== undefined) return found;
  throw new ConfigError(`${name} is one of ${words.join(', ')}, not "${text}".`);
}
