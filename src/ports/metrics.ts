// Counts and times what the server does. The adapter chooses names and labels; every label has few
// values, whatever requests ask for. Durations are in seconds.
import type { AccessType } from '../rules/passes/facts.ts';
import type { MailResult } from './mail.ts';
import type { OutboundFailure } from './outbound.ts';
import type { EventOutcome } from './store/events.ts';
import type { WaitingKind } from './store/jobs.ts';

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
  refused(reason: 'in_flight' | 'loop_delay'): void;
  event(accessType: AccessType, outcome: EventOutcome): void;
  outbound(result: 'ok' | OutboundFailure, seconds: number): void;
  /** A try to send a mail. */
  mail(outcome: MailResult['verdict']): void;
  /** Messages that phones reported: how many are in the log, and how many are counted alone. */
  deviceMessages(counts: { readonly logged: number; readonly omitted: number }): void;
  /** A group of changes that one commit wrote. */
  writeGroup(size: number, seconds: number): void;
  /** All metrics as Prometheus text, with numbers that are only known at the time of asking. */
  expose(now: {
    /** Leaves out kinds whose number is unknown. */
    readonly waitingJobs: Readonly<Partial<Record<WaitingKind, number>>>;
    /** Since the start: files that were signed, and files that came from memory. */
    readonly passFiles: { readonly signed: number; readonly kept: number };
  }): Promise<{ readonly type: string; readonly text: string }>;
}
