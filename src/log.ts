// pino behind the Log port: one JSON object a line, or readable lines on a terminal. Secrets are
// removed in two ways: a field named in SECRETS is blanked, and text that looks like one of our own
// tokens is replaced.
import { Writable } from 'node:stream';
import { pino } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from './config.ts';
import type { Log } from './ports/log.ts';

const SECRETS = [
  'clientHash',
  'password',
  'authenticationToken',
  'pushToken',
  'authorization',
  'cookie',
  'secret',
  'session',
  'apiKey',
];

const CENSOR = '[secret]';

/** Tokens as they may stand in the path of a request or in the message of an error. */
const TOKENS = [
  // A clientHash, a session of an older version, and a session (operations/access/client-hash.ts).
  /\b[1-9]\d{0,14}(?:-|(?:\.|%2E)\d{1,15}(?:\.|%2E))[0-9a-f]{48}\b/gi,
  // The session of a member begins with m (operations/access/member-session.ts).
  /\bm?[1-9]\d{0,14}(?:\.|%2E)\d{1,15}(?:\.|%2E)[0-9a-f]{80}\b/gi,
  // The token of a till (operations/tills/till-device.ts).
  /till[0-9a-f]{64}/gi,
  // A Pass2U key, a PassKit secret and an assistant's key (operations/access/api-keys.ts).
  /p2u[0-9a-f]{29}|(?:pks|mcp)[0-9a-f]{64}/gi,
  // A JSON web token: header and payload begin with {". A header of over 100 characters stays in
  // the log, because a header holds no secret.
  /(?:ey[JA][\w-]{1,100})?(?:\.|%2E)ey[JA][\w-]+(?:\.|%2E)[\w-]*/g,
];

/** A text with what looks like one of our own tokens replaced. */
export function withoutTokens(text: string): string {
  return TOKENS.reduce((left, token) => left.replace(token, CENSOR), text);
}

export function openLog(config: Pick<Config, 'logLevel' | 'logFormat'>, to: NodeJS.WritableStream): Log {
  const options = {
    level: config.logLevel,
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: CENSOR },
    base: null,
    hooks: { streamWrite: withoutTokens },
  };
  const stream = config.logFormat === 'pretty' ? pretty({ colorize: true, destination: unbroken(to), sync: true }) : to;
  const logger = pino(options, stream as never);
  const writesLines = config.logFormat === 'json' && logger.isLevelEnabled('info');
  const logWith = (own: Readonly<Record<string, unknown>>): Log => ({
    info(fields, message) {
      const all = { ...own, ...fields };
      const line = writesLines ? plainLine(all, message) : null;
      if (line === null) logger.info(all, message);
      else to.write(line);
    },
    warn: (fields, message) => logger.warn({ ...own, ...fields }, message),
    error: (fields, message) => logger.error({ ...own, ...fields }, message),
    with: (fields) => logWith({ ...own, ...fields }),
  });
  return logWith({});
}

/** Fields that pino writes in a way of its own. */
const PINOS = new Set([...SECRETS, 'level', 'time', 'msg', 'err']);

/** No token that works is shorter, in characters. */
const SHORTEST_TOKEN = 32;

/**
 * The line that pino writes of plain values, in a third of its time, because each request has a
 * line; without tokens, for which short texts are not searched. Null for other values.
 */
function plainLine(fields: Readonly<Record<string, unknown>>, message: string): string | null {
  let line = `{"level":30${pino.stdTimeFunctions.epochTime()}`;
  for (const name in fields) {
    const value = fields[name];
    if (value === undefined) continue;
    if (PINOS.has(name)) return null;
    if (typeof value === 'string') line += `,${JSON.stringify(name)}:${JSON.stringify(plainText(value))}`;
    else if (typeof value === 'number' && Number.isFinite(value)) line += `,${JSON.stringify(name)}:${value}`;
    else return null;
  }
  return `${line},"msg":${JSON.stringify(plainText(message))}}\n`;
}

function plainText(text: string): string {
  return text.length < SHORTEST_TOKEN ? text : withoutTokens(text);
}

/**
 * Passes text on and never fails: pino-pretty would end with the stream that it writes to, and the
 * next line would end the process. Whoever opened `to` hears of its errors.
 */
function unbroken(to: NodeJS.WritableStream): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Uint8Array, _, done) {
      to.write(chunk);
      done();
    },
  });
}
