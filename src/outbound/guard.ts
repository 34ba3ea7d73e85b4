// Decides which URLs and addresses a template may reach: pure, no sockets. The client asks it for
// each URL of a chain of redirects, the connector for each address a socket is about to connect to.

import ipaddr from 'ipaddr.js';
import type { Address, AllowRule } from './allow.ts';
import { Refusal } from './refusal.ts';

/** The target of a connection. Read from the URL only, never from a template's headers. */
export interface Target {
  /** As WHATWG URL normalises it; IPv6 without brackets, a name without its trailing dot. */
  readonly hostname: string;
  readonly port: number;
  /** 80 for http, 443 for https. */
  readonly onDefaultPort: boolean;
  /** The host for messages, with the port when the URL writes it. */
  readonly host: string;
}

/**
 * Reads the URL of a request into the form that is both checked and used. Throws Refusal:
 * url_invalid, scheme_refused, credentials_refused. `checkTarget` decides whether the URL may be
 * requested.
 */
export function readUrl(text: string, base?: string): URL {
  if (!URL.canParse(text, base)) {
    throw new Refusal('url_invalid', 'The URL cannot be read. Write it in full, such as https://example.com/path.');
  }
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Refusal('scheme_refused', `Only http and https can be requested, not ${url.protocol.slice(0, 20)}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new Refusal(
      'credentials_refused',
      `The URL for ${url.host} carries a user name or a password. Send them in a header instead.`,
    );
  }
  // Remove the trailing dot: example.com. and example.com are one host, but with the dot it would
  // be another origin with another certificate name.
  if (url.hostname.length > 1 && url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1);
  return url;
}

export function targetOf(url: URL): Target {
  return {
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
    onDefaultPort: url.port === '',
    host: url.host,
  };
}

/**
 * Checks a target before the connect. Throws Refusal for a literal address that may not be reached,
 * and for a port that no rule opens, whatever the name resolves to. `checkAddress` checks the
 * resolved address at connect time, not earlier: an earlier DNS answer may differ from the one that
 * the socket uses (DNS rebinding).
 */
export function checkTarget(rules: readonly AllowRule[], target: Target): void {
  if (ipaddr.isValid(target.hostname)) {
    checkAddress(rules, target, target.hostname);
    return;
  }
  if (target.onDefaultPort) return;
  const possible = rules.some((rule) => opensPort(rule, target) && (isRange(rule) || namesHost(rule, target)));
  if (!possible) throw portRefused(target);
}

/**
 * Checks an address, given as text, at connect time. Throws Refusal unless a socket may connect to
 * it for this target.
 */
export function checkAddress(rules: readonly AllowRule[], target: Target, address: string): void {
  const parsed = ipaddr.isValid(address) ? ipaddr.parse(address) : null;
  const allowed = rules.some(
    (rule) => opensPort(rule, target) && (namesHost(rule, target) || (parsed !== null && inRange(rule, parsed))),
  );
  if (allowed) return;
  if (parsed === null || !isPublic(parsed)) {
    const which = ipaddr.isValid(target.hostname)
      ? 'is not a public address'
      : 'leads to an address that is not public';
    throw new Refusal(
      'address_refused',
      `${target.host} ${which}, so nothing is requested from it. ` +
        'Whoever runs this server can allow it with OUTBOUND_ALLOW.',
    );
  }
  if (!target.onDefaultPort) throw portRefused(target);
}

const ALLOCATED_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address is public unicast. ipaddr.js decides, but it calls every IPv6 address unicast
 * that is in no special range, even ::7f00:1 (127.0.0.1 in the old IPv4-compatible form). So an
 * IPv6 address must also be in 2000::/3, the only range that public addresses come from.
 */
function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || address.match(ALLOCATED_IPV6);
}

function opensPort(rule: AllowRule, target: Target): boolean {
  return rule.port === null ? target.onDefaultPort : rule.port === target.port;
}

function isRange(rule: AllowRule): boolean {
  return 'range' in rule.match;
}

function namesHost(rule: AllowRule, target: Target): boolean {
  return 'host' in rule.match && rule.match.host === target.hostname;
}

function inRange(rule: AllowRule, address: Address): boolean {
  if (!('range' in rule.match)) return false;
  const [network, bits] = rule.match.range;
  return network.kind() === address.kind() && address.match([network, bits]);
}

function portRefused(target: Target): Refusal {
  return new Refusal(
    'port_refused',
    `Port ${target.port} of ${target.hostname} is not open to requests, only the default ports 80 and 443 are. ` +
      `Whoever runs this server can allow it with OUTBOUND_ALLOW=${target.host}.`,
  );
}
