// What is counted and timed, for whoever watches the server. Names and labels are the adapter's; every label has few
// values, whatever requests ask for. Durations in seconds.
import type { AccessType } from '../rules/passes/facts.ts';
import type { MailResult } from './mail.ts';
import type { OutboundFailure } from './outbound.ts';
import type { EventOutcome } from './store/events.ts';
import type { WaitingKind } from './store/jobs.ts';

export interface Metrics {
  /** `route`: a pattern or a function's name, never a path as it was asked for. */
  request(answered: {
    readonly surface: string;
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }): void;
  /** A failure that an API function answered, by its code. */
  failure(code: string): void;
  event(accessType: AccessType, outcome: EventOutcome): void;
  outbound(result: 'ok' | OutboundFailure, seconds: number): void;
  /** A try to send a mail. */
  mail(outcome: MailResult['verdict']): void;
  /** Changes that were committed together. */
  writeGroup(size: number, seconds: number): void;
  /** All of it as Prometheus text, with what is known only when somebody asks. */
  expose(now: {
    /** Without a kind that nobody knows the number of. */
    readonly waitingJobs: Readonly<Partial<Record<WaitingKind, number>>>;
    /** Since the start: signed anew, and answered from memory. */
    readonly passFiles: { readonly signed: number; readonly kept: number };
  }): Promise<{ readonly type: string; readonly text: string }>;
}
