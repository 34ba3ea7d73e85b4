// Sorts what PostgreSQL answers instead of rows: a conflict of two transactions, which the same
// transaction avoids when it runs again, and a database that cannot answer now.
import pg from 'pg';
import { StoreUnavailableError } from '../../../errors.ts';

/**
 * A serialization failure, a deadlock, and a row that another transaction wrote or deleted between
 * a check of this one and its write: the check finds the row the next time.
 */
const CONFLICTS = ['40001', '40P01', '23505', '23503'];

/**
 * No connection, too little of something, such as disk space or connections, a shutdown, a read-only
 * server, a lock or a statement that took too long.
 */
const OUTAGES = /^(?:08|53|57|58)|^(?:25006|25P03|55P03|XX000)$/;

export function isConflict(error: unknown): boolean {
  return error instanceof pg.DatabaseError && CONFLICTS.includes(error.code ?? '');
}

/** Whether a statement waited too long for a lock. */
export function isLockTimeout(error: unknown): boolean {
  const cause = error instanceof StoreUnavailableError ? error.cause : error;
  return cause instanceof pg.DatabaseError && cause.code === '55P03';
}

/** A StoreUnavailableError for an outage, else the error itself. `isUnknown`: see there. */
export function failureOf(error: unknown, isUnknown = false): unknown {
  if (error instanceof StoreUnavailableError) return error;
  // Everything but an answer of the server: pg says that a connection broke in many ways.
  const isOutage = error instanceof pg.DatabaseError ? OUTAGES.test(error.code ?? '') : true;
  return isOutage ? new StoreUnavailableError({ cause: error, isUnknown }) : error;
}
