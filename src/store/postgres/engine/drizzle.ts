// Statements by drizzle, which fail with what the connection fails with: drizzle puts an error of its
// own around it, in which nobody would see a conflict or an outage.
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Lane } from './lanes.ts';

type Execute = (...values: unknown[]) => Promise<unknown>;
interface Session {
  prepareQuery(...given: unknown[]): { execute: Execute };
}

export function drizzleOn(client: Lane['client']): NodePgDatabase {
  const db = drizzle({ client: client as never });
  const session = db._.session as unknown as Session;
  const prepare = session.prepareQuery.bind(session);
  session.prepareQuery = (...given) => {
    const query = prepare(...given);
    const execute: Execute = query.execute.bind(query);
    query.execute = (...values) => execute(...values).catch(rethrow);
    return query;
  };
  return db;
}

function rethrow(error: unknown): never {
  throw error instanceof DrizzleQueryError ? error.cause : error;
}
