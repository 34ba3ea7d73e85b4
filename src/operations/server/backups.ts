// Makes backups of the database on a page, and hands them out: for the account that runs the server,
// because a backup holds all accounts.
import { AppError } from '../../errors.ts';
import type { BackupFile } from '../../ports/backups.ts';
import type { LastBackup } from '../../ports/store/settings.ts';
import { type Caller, requireOperator } from '../access/caller.ts';
import { recordAct } from '../accounts/audit.ts';
import type { Context } from '../context.ts';

export interface BackupState {
  /** Whether backups are made by the database's own tools, and none here. */
  readonly isElsewhere: boolean;
  /** Newest first. */
  readonly files: readonly BackupFile[];
  readonly isUnderWay: boolean;
  /** Why the last one that was made here failed; null: it did not. */
  readonly failure: string | null;
  /** The last backup of all, also one that a command put elsewhere; null: there was none. */
  readonly last: LastBackup | null;
}

/** Fails with `role_forbidden`, `operator_only`. */
export async function backupState(context: Context, caller: Caller): Promise<BackupState> {
  requireOperator(context, caller, 'server');
  const { backups, store } = context;
  return {
    isElsewhere: backups.isElsewhere,
    files: await backups.list(),
    isUnderWay: backups.isUnderWay(),
    failure: backups.failure(),
    last: await store.lastBackup(),
  };
}

/** Makes a backup. Fails with `role_forbidden`, `operator_only`, `backup_failed`. */
export async function backUp(context: Context, caller: Caller): Promise<BackupFile> {
  requireOperator(context, caller, 'server');
  const { backups, clock, store } = context;
  const made = await backups.make(clock.now()).catch((error) => {
    // Nothing went wrong where the server makes no backups.
    if (!backups.isElsewhere) context.log.error({ err: error }, 'a backup could not be made');
    throw error;
  });
  await store.recordBackup({ time: made.time, bytes: made.bytes, file: made.name });
  await recordAct(context, caller, { what: 'server.backup', subject: made.name, after: { bytes: made.bytes } });
  return made;
}

/** The bytes of a backup. Fails with `role_forbidden`, `operator_only`, `backup_not_found`. */
export async function readBackup(context: Context, caller: Caller, name: string) {
  requireOperator(context, caller, 'server');
  const found = await context.backups.read(name);
  if (found === null) throw new AppError('backup_not_found');
  await recordAct(context, caller, { what: 'server.download', subject: name });
  return found;
}

/**
 * The server's secret key, without which a backup cannot be restored on another machine. The caller
 * has confirmed the password. Fails with `role_forbidden`, `operator_only`.
 */
export async function readSecretKey(context: Context, caller: Caller): Promise<string> {
  requireOperator(context, caller, 'server');
  await recordAct(context, caller, { what: 'server.key', subject: caller.account.email });
  return context.settings.secret;
}
