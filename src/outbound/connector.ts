// Opens the sockets. The address that is checked is the address that is connected to: names are
// resolved once, inside the connect, and literal addresses, for which neither undici nor Node calls
// `lookup`, are checked on their own.

import type { lookup as dnsLookup, LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import { failureOf } from './refusal.ts';

export interface ConnectorOptions {
  readonly lookup: typeof dnsLookup;
  /** Throws if the address, as text, may not be connected to. */
  readonly check: (address: string) => void;
  /** Milliseconds for name, TCP and TLS together. */
  readonly connectTimeoutMs: number;
}

/**
 * A connector for one origin; an address that `check` refuses ends the connect with what it threw.
 */
export function openConnector(options: ConnectorOptions): buildConnector.connector {
  const connect = buildConnector({
    timeout: options.connectTimeoutMs,
    lookup: checkedLookup(options.lookup, options.check),
    // HTTP/2 would put its own limits beside ours; one protocol keeps the limits in one place.
    allowH2: false,
  });
  return (target, callback) => {
    if (isIP(target.hostname) !== 0) {
      try {
        options.check(target.hostname);
      } catch (error) {
        // undici expects the answer after `connect` has returned.
        queueMicrotask(() => callback(failureOf(error, target.hostname), null));
        return;
      }
    }
    connect(target, callback);
  };
}

/**
 * A `lookup` for net.connect that refuses a name when any of its addresses is refused: Node tries
 * them in turn, so one bad address among good ones would be reached as soon as the good ones do not
 * answer.
 */
function checkedLookup(lookup: typeof dnsLookup, check: (address: string) => void): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, answer: LookupAddress[]) => {
      if (error) {
        callback(error, '');
        return;
      }
      const first = answer[0];
      if (first === undefined) {
        callback(Object.assign(new Error(`no address for ${hostname}`), { code: 'ENOTFOUND' }), '');
        return;
      }
      try {
        for (const { address } of answer) check(address);
      } catch (refusal) {
        callback(failureOf(refusal, hostname), '');
        return;
      }
      // Node asks for all addresses when it may try both families, and for one otherwise; each
      // wants its own form.
      if (options.all) callback(null, answer);
      else callback(null, first.address, first.family);
    });
  };
}
