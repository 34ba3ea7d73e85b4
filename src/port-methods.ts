// Lists the methods of a port, so that a wrapper of the port (metrics/, tracing/) replaces some of
// them and hands the others on.

/**
 * The methods of a port, bound to the port. A spread of the port is not enough: an adapter may be a
 * class, and a spread of an instance leaves out its methods.
 */
export function methodsOf<T extends object>(port: T): T {
  const methods: Record<string, unknown> = {};
  for (let from: object = port; from !== Object.prototype && from !== null; from = Object.getPrototypeOf(from)) {
    for (const name of Object.getOwnPropertyNames(from)) {
      if (name === 'constructor' || Object.hasOwn(methods, name)) continue;
      const value: unknown = Reflect.get(port, name);
      methods[name] = typeof value === 'function' ? value.bind(port) : value;
    }
  }
  return methods as T;
}
