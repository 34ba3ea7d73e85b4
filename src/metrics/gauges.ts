// The metrics that are measured when somebody asks for them: what waits, what is ready, what ends.
import { Gauge, type Registry } from 'prom-client';
import type { ServerMeasures } from '../ports/metrics.ts';

const STATUSES = ['ok', 'warning', 'failed'] as const;

/** Makes the gauges, and answers what sets them. A measure that is absent leaves its gauge empty. */
export function openGauges(registers: Registry[]): (now: Omit<ServerMeasures, 'passFiles'>) => void {
  /** A gauge without labels that says nothing until it is set. */
  const single = (name: string, help: string) => new Gauge({ name, help, registers });
  const jobs = new Gauge({
    name: 'passwright_jobs_waiting',
    help: 'Jobs that wait, by kind.',
    labelNames: ['kind'],
    registers,
  });
  const ages = new Gauge({
    name: 'passwright_oldest_due_job_seconds',
    help: 'How long the oldest job that is due waits to be done, by kind; 0 when none is due.',
    labelNames: ['kind'],
    registers,
  });
  const ready = single('passwright_ready', 'Whether this server can do its work, as /readyz says: 1 or 0.');
  const checks = new Gauge({
    name: 'passwright_readiness_check',
    help: 'The checks of /readyz: 1 for the status that a check has, 0 for the others.',
    labelNames: ['check', 'status'],
    registers,
  });
  const migrations = single('passwright_migrations_missing', 'Migrations that the database lacks.');
  const certificate = single(
    'passwright_certificate_expiry_timestamp_seconds',
    'When the first certificate ends that an account signs with; absent while no account has one.',
  );
  const backup = single(
    'passwright_last_backup_timestamp_seconds',
    'When the last backup was made by the server or by passwright backup; 0 when there was none; absent with PostgreSQL.',
  );
  const diskFree = single('passwright_disk_free_bytes', 'Room on the disk of the database.');
  const diskSize = single('passwright_disk_size_bytes', 'Size of the disk of the database.');
  const database = single('passwright_database_size_bytes', 'The database with its log.');
  const build = new Gauge({
    name: 'passwright_build_info',
    help: 'Always 1: the version that runs, the version of Node, and how it was installed.',
    labelNames: ['version', 'node', 'installed'],
    registers,
  });

  const set = (gauge: Gauge, value: number | undefined) => {
    gauge.reset();
    if (value === undefined) gauge.remove();
    else gauge.set(value);
  };

  return (now) => {
    jobs.reset();
    for (const [kind, count] of Object.entries(now.waitingJobs ?? {})) jobs.set({ kind }, count);
    ages.reset();
    for (const [kind, ms] of Object.entries(now.oldestDue ?? {})) ages.set({ kind }, ms / 1000);
    checks.reset();
    for (const { check, status } of now.checks ?? []) {
      for (const each of STATUSES) checks.set({ check, status: each }, each === status ? 1 : 0);
    }
    set(ready, now.isReady === undefined ? undefined : Number(now.isReady));
    set(migrations, now.migrationsMissing);
    set(certificate, seconds(now.certificateEnd));
    set(backup, seconds(now.lastBackup));
    set(diskFree, now.disk?.free);
    set(diskSize, now.disk?.total);
    set(database, now.disk?.database);
    build.reset();
    if (now.build !== undefined) build.set(now.build, 1);
  };
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}
