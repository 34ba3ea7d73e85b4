// The table of access types: what its rows must keep to, and the copies that the compiler cannot hold against it.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as scanner from '../../src/browser/scanner/track.ts';
import {
  ACCESS_NAME,
  ACCESS_TYPES,
  accessTypeNamed,
  accessTypeOf,
  CHECK,
  EVENT_NAME,
  flagOf,
  isLoggedByServer,
  SCAN,
  TRIGGER_EVENTS,
  TRIGGER_OF,
} from '../../src/rules/passes/facts.ts';

describe('access types', () => {
  it('are numbered from 0 upwards, each as a bit that the store can keep', () => {
    // 10 is kept free.
    expect(ACCESS_TYPES).toEqual([...Array(10).keys(), 11]);
    expect(Math.max(...ACCESS_TYPES)).toBeLessThan(31);
  });

  it('have names, triggers and flags of their own', () => {
    const flags = ACCESS_TYPES.map(flagOf).filter((flag) => flag !== null);
    for (const names of [Object.values(ACCESS_NAME), Object.values(EVENT_NAME), TRIGGER_EVENTS, flags]) {
      expect(new Set(names).size).toBe(names.length);
    }
    expect(flags.map((flag) => flagOf(accessTypeOf(flag)))).toEqual(flags);
  });

  it('are as the guide numbers them', () => {
    const rows = ACCESS_TYPES.map((type) => [type, EVENT_NAME[type], flagOf(type), isLoggedByServer(type)]);
    expect(rows).toEqual([
      [0, 'onCheck', null, false],
      [1, 'onCreate', null, true],
      [2, 'onInstall', 'installed', false],
      [3, 'onDeviceUpdate', null, false],
      [4, 'onRegister', 'registered', false],
      [5, 'push', null, true],
      [6, 'onDelete', 'deleted', false],
      [7, 'onScan', 'scanned', false],
      [8, 'onEdit', null, false],
      [9, 'onSchedule', null, true],
      [11, 'onPersonalize', null, true],
    ]);
  });

  it('are named by their number or their trigger', () => {
    for (const type of ACCESS_TYPES) {
      expect(accessTypeNamed(String(type))).toBe(type);
      expect(accessTypeNamed(EVENT_NAME[type])).toBe(TRIGGER_OF[type] === null ? null : type);
    }
    expect(accessTypeNamed('10')).toBeNull();
  });

  it('are the numbers that the scanner sends, which imports nothing of the server', () => {
    expect([scanner.SCAN, scanner.CHECK]).toEqual([SCAN, CHECK]);
  });

  it('have their triggers in the README', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const row = readme.split('\n').find((line) => /^\| trigger\s+\|/.test(line)) ?? '';
    expect([...row.matchAll(/`(on\w+)`/g)].map(([, event]) => event).sort()).toEqual([...TRIGGER_EVENTS].sort());
  });
});
