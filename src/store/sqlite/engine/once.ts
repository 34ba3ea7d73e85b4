// Makes what several topics of the store read with once for a connection, so that they share its
// statements and its rows in memory.
import type { Connection } from './connection.ts';

/** Wraps `make`: every call with the same connection answers what the first one made. */
export function oncePerConnection<T>(make: (connection: Connection) => T): (connection: Connection) => T {
  const made = new WeakMap<Connection, { readonly value: T }>();
  return (connection) => {
    const known = made.get(connection);
    if (known !== undefined) return known.value;
    const value = make(connection);
    made.set(connection, { value });
    return value;
  };
}
