// The migrations in their order. A released one never changes: databases have run it.
import { tables } from './0001-tables.ts';
import { moreTables } from './0002-more-tables.ts';
import { triggers } from './0003-triggers.ts';

export const MIGRATIONS: readonly string[] = [tables, moreTables, triggers];
