// What Passwright asks of a database about batches: the rows of a spreadsheet, and the links or
// passes that become of them. Times are milliseconds since 1970.
import type { BatchColumns } from '../../rules/batches/columns.ts';
import type { RowFault } from '../../rules/batches/row-faults.ts';
import type { NewMail } from './mails.ts';
import type { CreationSnapshot, PassCreation } from './passes.ts';

/**
 * `links`: each row has a link, which makes the row's pass when somebody opens it first. `passes`:
 * the passes are made at once. `blank`: as many passes as somebody asked for, without rows.
 */
export type BatchMode = 'links' | 'passes' | 'blank';
export const BATCH_MODES: readonly BatchMode[] = ['links', 'passes', 'blank'];

/**
 * `draft`: nothing is made, and no link works yet. `running`: the job `make_batch` makes the passes.
 * `stopped`: the owner stopped it. `done`: all rows are done.
 */
export type BatchState = 'draft' | 'running' | 'stopped' | 'done';

/** The same for the mails with the links; `none`: nobody asked for mails. */
export type MailingState = 'none' | 'running' | 'stopped' | 'done';

export interface NewBatch {
  readonly accountId: number;
  /** The template of rows that name none; null: each row names its own. */
  readonly templateId: number | null;
  readonly hash: string;
  /** The name of the file, or of the template. */
  readonly name: string;
  readonly mode: BatchMode;
  readonly headings: readonly string[];
  /** Null: nobody said yet what the columns are for. */
  readonly columns: BatchColumns | null;
  /** Whether numbers have a comma for a point, as in files with semicolons. */
  readonly decimalComma: boolean;
  /** 0 but for blank passes: `addBatchRows` counts the rows. */
  readonly total: number;
  readonly createdAt: number;
}

export interface Batch extends NewBatch {
  readonly id: number;
  readonly state: BatchState;
  /** How many rows have faults that the check found; nothing is made of them. */
  readonly wrong: number;
  /** The number of the last row that the job is done with. */
  readonly cursor: number;
  /** How many passes were made, or how many links work. */
  readonly made: number;
  /** How many rows could not be made although the check found no fault. */
  readonly failed: number;
  /** How many links were opened, which made their passes. */
  readonly opened: number;
  readonly mailState: MailingState;
  /** Mails a minute. */
  readonly mailRate: number;
  /** The number of the last row whose mail was queued. */
  readonly mailCursor: number;
  /** The language of the mails; null: English. */
  readonly mailLanguage: string | null;
  readonly updatedAt: number;
}

export interface NewBatchRow {
  /** The number of the row in the spreadsheet, where the headings are row 1. */
  readonly number: number;
  readonly cells: readonly string[];
  /** What the link ends with; null in a batch without links. */
  readonly token: string | null;
  readonly faults: readonly RowFault[] | null;
}

export interface BatchRow extends NewBatchRow {
  readonly batchId: number;
  /** Null: no pass is made, or the pass was deleted. */
  readonly passHash: string | null;
  readonly madeAt: number | null;
}

/** A row whose pass is to be made; a new one in a batch of blank passes. */
export interface RowToMake<T> {
  readonly number: number;
  readonly templateHash: string;
  readonly decide: (snapshot: CreationSnapshot) => PassCreation<T>;
}

/** How far a job comes with its commit. */
export interface BatchStep {
  /** The cursor that the job has read: the step is void when another process has moved it. */
  readonly after: number;
  readonly cursor: number;
  readonly isLast: boolean;
  /** Rows of the step that cannot be made, found before the commit. */
  readonly faulty: readonly { readonly number: number; readonly faults: readonly RowFault[] }[];
  readonly now: number;
  /**
   * Asked after each row but the last: false leaves the rest to the next step, because scans wait for
   * the commit. Absent: the step does all of its rows.
   */
  readonly mayGoOn?: () => boolean;
}

/** A mail about a row; `runAt`: when to send it. */
export interface RowMail {
  readonly number: number;
  readonly mail: NewMail;
  readonly runAt: number;
}

export interface BatchStore {
  /** Makes a draft without rows. */
  createBatch(batch: NewBatch): Promise<Batch>;
  /** Appends rows to a draft, and counts them and the faulty ones. */
  addBatchRows(batchId: number, rows: readonly NewBatchRow[]): Promise<void>;
  /** Replaces the faults of rows of a draft. */
  judgeBatchRows(
    batchId: number,
    judged: readonly { readonly number: number; readonly faults: readonly RowFault[] | null }[],
  ): Promise<void>;
  /** Says what the columns of a draft are for, and how many rows are wrong. */
  planBatch(batchId: number, plan: { readonly columns: BatchColumns; readonly wrong: number }): Promise<void>;
  batchByHash(hash: string): Promise<Batch | null>;
  batchById(id: number): Promise<Batch | null>;
  /** An account's batches with an id below `before`, newest first. */
  batchesOf(accountId: number, page: { readonly before: number; readonly count: number }): Promise<readonly Batch[]>;
  /** Rows with a number above `after`, in order. `wrong`: those with faults alone. */
  batchRows(
    batchId: number,
    page: { readonly after: number; readonly count: number; readonly wrong?: boolean },
  ): Promise<readonly BatchRow[]>;
  /**
   * Deletes up to `count` mails and rows of a batch, and the batch once it has none; its jobs go at
   * once. The passes stay, the links end. True: the batch is gone. Called until then.
   */
  deleteBatch(batchId: number, count: number): Promise<boolean>;
  /** The ids of up to `count` drafts that were made before a time, oldest first. */
  oldDrafts(before: number, count: number): Promise<readonly number[]>;
  /**
   * Starts a draft: links work from then on, and passes are made by a job. False: the batch is no
   * draft any more.
   */
  startBatch(batchId: number, now: number): Promise<boolean>;
  /** Stops or resumes the making of passes. False: there was nothing to stop or to resume. */
  stopBatch(batchId: number, now: number): Promise<boolean>;
  resumeBatch(batchId: number, now: number): Promise<boolean>;
  /**
   * Makes the passes of a step in one commit with the batch's cursor; the last step ends the job.
   * A row that is refused gets the fault that `faultOf` makes of the AppError. Answers each row's
   * result, null where none was made, up to the row after which the step ended early; null as a
   * whole, with nothing written, when the batch is not running or its cursor has moved.
   */
  makeBatchPasses<T>(
    batchId: number,
    step: BatchStep,
    rows: readonly RowToMake<T>[],
    faultOf: (message: string) => readonly RowFault[],
  ): Promise<readonly (T | null)[] | null>;
  /** The row and batch of a link that works; null for none. */
  linkedRow(token: string): Promise<{ readonly batch: Batch; readonly row: BatchRow } | null>;
  /**
   * Makes the pass of a link, unless an earlier call did: then answers null and writes nothing.
   * Fails with the codes of createPass.
   */
  openLink<T>(
    token: string,
    templateHash: string,
    decide: (snapshot: CreationSnapshot) => PassCreation<T>,
  ): Promise<{ readonly result: T } | null>;
  /** How many of the rows above `after` have a pass on a phone, looking at up to `count` rows. */
  countOnPhones(
    batchId: number,
    page: { readonly after: number; readonly count: number },
  ): Promise<{ readonly onPhones: number; readonly next: number | null }>;
  /** Begins or goes on with the mails of a batch, by the job `mail_batch`. */
  startMailing(
    batchId: number,
    mailing: { readonly rate: number; readonly language: string | null; readonly now: number },
  ): Promise<void>;
  /** No further mail is queued; those in the queue are still sent. */
  stopMailing(batchId: number, now: number): Promise<void>;
  /**
   * Queues mails in one commit with the mail cursor, and puts the job off until `runAt`; null ends
   * it. False, with nothing written, when the mailing is not running or its cursor has moved.
   */
  queueRowMails(
    batchId: number,
    step: { readonly after: number; readonly cursor: number; readonly runAt: number | null; readonly now: number },
    mails: readonly RowMail[],
  ): Promise<boolean>;
  /** How many mails of a batch there are in each state. */
  countRowMails(batchId: number): Promise<{ readonly queued: number; readonly sent: number; readonly failed: number }>;
  /** Queues the failed mails of a batch again, as `retryMails` does. Answers how many. */
  retryRowMails(batchId: number, times: { readonly now: number; readonly giveUpAt: number }): Promise<number>;
}
