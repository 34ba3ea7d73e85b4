// pino behind the Log port: one JSON object a line, or readable lines on a terminal. Fields that could hold a secret are
// blanked, whatever a caller passes.
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
];

export function openLog(config: Pick<Config, 'logLevel' | 'logFormat'>, to: NodeJS.WritableStream): Log {
  const options = {
    level: config.logLevel,
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '[secret]' },
    base: null,
  };
  const stream = config.logFormat === 'pretty' ? pretty({ colorize: true, destination: to as never, sync: true }) : to;
  return pino(options, stream as never);
}
