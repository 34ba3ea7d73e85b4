// Opens the sockets, and only to the address that was checked. A name is resolved once, inside the
// connect. A literal address is checked separately, because neither undici nor Node calls `lookup`
// for it.

import type { lookup as dnsLookup, LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import { failureOf } from './refusal.ts';

export interface ConnectorOptions {
  readonly lookup: typeof dnsLookup;
  /** Throws when no socket may connect to the address, given as text. */
  readonly check: (address: string) => void;
  /** Milliseconds for DNS, TCP and TLS together. */
  readonly connectTimeoutMs: number;
}

/**
 * A connector for one origin. When `check` refuses an address, the connect fails with its error.
 */
export function openConnector(options: ConnectorOptions): buildConnector.connector {
  const connect = buildConnector({
    timeout: options.connectTimeoutMs,
    lookup: checkedLookup(options.lookup, options.check),
    // Use HTTP/1.1 only, because HTTP/2 has limits of its own beside ours.
    allowH2: false,
  });
  return (target, callback) => {
    if (isIP(target.hostname) !== 0) {
      try {
        options.check(target.hostname);
      } catch (error) {
        // undici expects the callback after `connect` has returned.
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
      // Node asks for all addresses when it may try both families, otherwise for one; the two
      // callbacks have different arguments.
      if (options.all) callback(null, answer);
      else callback(null, first.address, first.family);
    });
  };
}
