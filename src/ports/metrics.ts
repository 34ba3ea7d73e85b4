// Counts and times what the server does. The adapter chooses names and labels; every label has few
// values, whatever requests ask for. Durations are in seconds.
import type { AccessType } from '../rules/passes/facts.ts';
import type { MailResult } from './mail.ts';
import type { OutboundFailure } from './outbound.ts';
import type { PushVerdict } from './push.ts';
import type { EventOutcome } from './store/events.ts';
import type { PushOutcome, WaitingKind } from './store/jobs.ts';

export interface Metrics {
  /** `route`: a pattern or a function's name, never the requested path. */
  request(answered: {
    readonly surface: string;
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }): void;
  /** A failure that an API function answered, by its code. */
  failure(code: string): void;
  /** A request that was refused because the server had too much to do. */
  refused(): void;
  event(accessType: AccessType, outcome: EventOutcome): void;
  outbound(result: 'ok' | OutboundFailure, seconds: number): void;
  /** A try to send a mail. */
  mail(outcome: MailResult['verdict']): void;
  /** Messages that phones reported: how many are in the log, and how many are counted alone. */
  deviceMessages(counts: { readonly logged: number; readonly omitted: number }): void;
  /** A group of changes that one commit wrote. */
  writeGroup(size: number, seconds: number): void;
  /** A push to one device. */
  push(verdict: PushVerdict, status: number | null, seconds: number): void;
  /** What a job of pushes came to for one device. */
  pushFate(fate: PushFate): void;
  /** Somebody was refused because a limit was reached. */
  limit(name: LimitName): void;
  /** Work that operations name in spans, once it is done. */
  timed(name: TimedSpan, seconds: number): void;
  /** Spans that were sent to the collector of traces, or could not be sent. */
  spans(result: 'sent' | 'failed', count: number): void;
  /** What this process has counted, for the sum of all; survives a message to another process. */
  counted(passFiles: ServerMeasures['passFiles']): Promise<Counted>;
  /**
   * All metrics as Prometheus text, with measures of this moment. `counted`: what to sum up instead of
   * what this process has counted.
   */
  expose(now: ServerMeasures, counted?: readonly Counted[]): Promise<{ readonly type: string; readonly text: string }>;
}

/** The counts of one process in the adapter's own form: JSON. */
export type Counted = readonly unknown[];

/** `given_up`: the last try has failed. */
export type PushFate = PushOutcome['fate']['kind'] | 'given_up';

/**
 * Limits that somebody reached. `creations`: passes of one network. `guesses_*`: wrong passwords and
 * passcodes of a network, of a network for one target, of all strangers for one target.
 * `quota_*`: what strangers add to a template in a day. `api_calls`: of an API key.
 * `trigger_requests`: of one pass. `device_reports`: of a network. `body`: a request's size.
 * `google_requests`: of an issuer.
 */
export const LIMIT_NAMES = [
  'creations',
  'guesses_network',
  'guesses_target',
  'guesses_strangers',
  'quota_passes',
  'quota_pictures',
  'api_calls',
  'trigger_requests',
  'device_reports',
  'body',
  'google_requests',
] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

/** Spans whose durations are metrics too. */
export type TimedSpan = 'signPass' | 'compileTemplate';

/** Absent: it could not be measured. */
export interface ServerMeasures {
  readonly waitingJobs?: Readonly<Record<WaitingKind, number>> | undefined;
  /** How long the oldest due work of each kind waits, in ms. */
  readonly oldestDue?: Readonly<Record<WaitingKind, number>> | undefined;
  readonly isReady?: boolean | undefined;
  /** The checks of readiness. */
  readonly checks?: readonly { readonly check: string; readonly status: 'ok' | 'warning' | 'failed' }[] | undefined;
  readonly migrationsMissing?: number | undefined;
  /** When the first certificate that signs ends, in ms since 1970. */
  readonly certificateEnd?: number | undefined;
  /** In ms since 1970; 0: there was none. Absent where backups are made elsewhere. */
  readonly lastBackup?: number | undefined;
  readonly build?: { readonly version: string; readonly node: string; readonly installed: string };
  /** In bytes. */
  readonly disk?: { readonly free: number; readonly total: number; readonly database: number };
  /** Since the start: files that were signed, and files that came from memory. */
  readonly passFiles: { readonly signed: number; readonly kept: number };
}
