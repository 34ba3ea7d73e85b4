// OUTBOUND_ALLOW: what the operator opens to requests beyond the public internet on default ports.
// An entry names a host or a range of addresses, with or without a port; an entry without a port
// opens the default ports only.

import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

export interface AllowRule {
  /**
   * A lower-case ASCII host name, or the addresses of a CIDR range (one address is a range too).
   */
  readonly match: { readonly host: string } | { readonly range: readonly [Address, number] };
  /** The one port this entry opens; null means port 80 for http and 443 for https. */
  readonly port: number | null;
}

/**
 * The entries of OUTBOUND_ALLOW, separated by commas or white space: `host`, `host:port`,
 * `10.0.0.5`, `10.0.0.5:8080`, `10.0.0.0/8`, `10.0.0.0/8:8080`, `fd00::1`, `fd00::/8`,
 * `[fd00::1]:8080`. Throws an Error that names the bad entry.
 */
export function parseAllowList(text: string): string[] {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  for (const entry of entries) readAllowRule(entry);
  return entries;
}

/** One entry as a rule. Throws an Error that names the entry. */
export function readAllowRule(entry: string): AllowRule {
  const { name, port } = splitPort(entry);
  const range = readRange(name);
  if (range !== null) return { match: { range }, port };
  return { match: { host: readHost(entry, name) }, port };
}

function splitPort(entry: string): { name: string; port: number | null } {
  const bracketed = /^\[([^\]:]*:[^\]]*)\](?::([^:]*))?$/.exec(entry);
  if (bracketed) return { name: bracketed[1] ?? '', port: readPort(entry, bracketed[2]) };
  const parts = entry.split(':');
  // Two colons without brackets can only be an IPv6 address, which has no port then.
  if (parts.length > 2) return { name: entry, port: null };
  return { name: parts[0] ?? '', port: readPort(entry, parts[1]) };
}

function readPort(entry: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw bad(entry, 'its port is not a number from 1 to 65535');
  return port;
}

function readRange(name: string): readonly [Address, number] | null {
  if (name.includes('%')) return null;
  // Accept only the four-part decimal form, because programs disagree on what 0177.0.0.1 or 10/8
  // means.
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(name)) return ipaddr.IPv4.parseCIDR(name);
  if (ipaddr.IPv6.isValidCIDR(name)) return ipaddr.IPv6.parseCIDR(name);
  if (ipaddr.IPv4.isValidFourPartDecimal(name)) return [ipaddr.IPv4.parse(name), 32];
  if (ipaddr.IPv6.isValid(name)) return [ipaddr.IPv6.parse(name), 128];
  return null;
}

const HOST = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/;

function readHost(entry: string, name: string): string {
  if (/[/\\@?#%*]/.test(name)) {
    throw bad(entry, 'write only the host, without http:// and without a path or a wildcard');
  }
  const url = URL.canParse(`http://${name}`) ? new URL(`http://${name}`) : null;
  const host = (url?.hostname ?? '').replace(/\.$/, '');
  // Refuse 2130706433 and 0x7f.1, which a URL reads as addresses: everybody should see an address
  // as one.
  if (!HOST.test(host) || ipaddr.isValid(host)) {
    throw bad(entry, 'it is neither a host, an IP address nor a CIDR range');
  }
  return host;
}

function bad(entry: string, why: string): Error {
  return new Error(
    `OUTBOUND_ALLOW: ${JSON.stringify(entry)} cannot be used: ${why}. ` +
      'Entries look like intranet.example, intranet.example:8080, 10.0.0.5, 10.0.0.0/8 or [fd00::1]:8080.',
  );
}
