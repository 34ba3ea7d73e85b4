// The columns of a history, and its cells: times as other products write them, events by their names.
import { describe, expect, test } from 'vitest';
import { historyColumns } from '../../src/rules/history/columns.ts';
import { importedType, readPastEvent } from '../../src/rules/history/rows.ts';
import { CREATE, INSTALL, PUSH, REGISTER, SCAN } from '../../src/rules/passes/facts.ts';
import { compileTemplate } from '../../src/rules/templates/template.ts';
import { pointsTemplate } from '../fixtures/open-app.ts';

const { program } = compileTemplate(pointsTemplate());
const POINTS = 'structure_headerFields_points_value';
const NOW = Date.parse('2026-03-01T12:00:00Z');

const columnsOf = (headings: readonly string[], map: Record<string, string> = {}) =>
  historyColumns(headings, map, program);

function read(headings: readonly string[], cells: readonly string[], zone = 'Europe/Berlin') {
  const { columns, faults } = columnsOf(headings);
  expect(faults).toEqual([]);
  const reading = { program, columns, decimalComma: true, zone, now: NOW, accessType: SCAN };
  return readPastEvent(reading, { number: 2, cells, faults: [] });
}

describe('the time of a row', () => {
  test.each([
    ['2025-03-01', '2025-03-01T11:00:00.000Z'],
    ['1.3.2025', '2025-03-01T11:00:00.000Z'],
    ['01.03.2025 18:30', '2025-03-01T17:30:00.000Z'],
    ['2025-07-01 18:30:05', '2025-07-01T16:30:05.000Z'],
    ['2025-07-01T18:30:05.250', '2025-07-01T16:30:05.250Z'],
    ['2025-07-01T18:30:05.250Z', '2025-07-01T18:30:05.250Z'],
    ['2025-07-01T18:30+05:30', '2025-07-01T13:00:00.000Z'],
    ['2025-07-01 18:30 -0800', '2025-07-02T02:30:00.000Z'],
    // Clocks are put forward over half past two, and show it twice in autumn.
    ['2025-03-30 02:30', '2025-03-30T01:30:00.000Z'],
    ['2025-10-26 02:30', '2025-10-26T00:30:00.000Z'],
    ['2024-02-29', '2024-02-29T11:00:00.000Z'],
  ])('%s', (cell, expected) => {
    const row = read(['serialNumber', 'time'], ['A', cell]) as { time: number };
    expect(new Date(row.time).toISOString()).toBe(expected);
  });

  test.each(['', 'yesterday', '2025-02-30', '31.6.2025', '2025-13-01', '2025-01-01 25:00', '1969-12-31', '2027-01-01'])(
    '"%s" is a fault',
    (cell) => {
      expect(read(['serialNumber', 'time'], ['A', cell])).toMatchObject({ faults: [{ column: 1, kind: 'other' }] });
    },
  );
});

test('an event has the name of an access type, of a trigger, or its number', () => {
  expect(['scan', 'onScan', '7', 'Register', 'install'].map(importedType)).toEqual([
    SCAN,
    SCAN,
    SCAN,
    REGISTER,
    INSTALL,
  ]);
  expect(['create', 'push', String(CREATE), String(PUSH), 'visit', ''].map(importedType)).toEqual(
    Array.from({ length: 6 }, () => null),
  );
});

test('a row brings an id, values and amounts; an empty cell brings nothing', () => {
  const headings = ['serialNumber', 'time', 'event', 'id', POINTS, 'add:additional_counter', '-'];
  const row = read(headings, ['A', '2025-03-01', 'register', ' 17 ', '3,5', '+2', 'whatever']);
  expect(row).toMatchObject({
    accessType: REGISTER,
    id: '17',
    set: [{ text: '3.5' }],
    add: [{ amount: 2 }],
  });
  expect(read(headings, ['A', '2025-03-01', '', '', '', '', ''])).toMatchObject({
    accessType: SCAN,
    id: null,
    set: [],
    add: [],
  });
  expect(read(headings, ['A', '2025-03-01', 'visit', '', 'many', 'much', ''])).toMatchObject({
    faults: [
      { column: 2, kind: 'word' },
      { column: 4, kind: 'number' },
      { column: 5, kind: 'number' },
    ],
  });
});

describe('columns', () => {
  test('are for what somebody says of them, else for what their heading says', () => {
    const { columns, faults } = columnsOf(['Card', 'When', 'Points', 'Remark'], {
      Card: 'find:additional_note',
      When: 'time',
      Points: `add:${POINTS}`,
      Remark: '-',
    });
    expect(faults).toEqual([]);
    expect(columns.roles.map(({ kind }) => kind)).toEqual(['find', 'part', 'add', 'none']);
  });

  test.each([
    [['time'], {}, /whose row it is/],
    [['serialNumber'], {}, /when it happened/],
    [['serialNumber', 'hashedSerialNumber', 'time'], {}, /Several columns/],
    [['serialNumber', 'time', 'time'], {}, /second one/],
    [['serialNumber', 'time', POINTS, `add:${POINTS}`], {}, /second one/],
    [['serialNumber', 'time', ''], {}, /has no heading/],
    [['serialNumber', 'time', 'structure_headerFields_point_value'], {}, /no API path .*points/],
    [['serialNumber', 'time', 'images_logo'], {}, /picture/],
    [['serialNumber', 'time', 'add:serialNumber'], {}, /set by the server/],
    [['serialNumber', 'time'], { Points: 'id' }, /no column "Points"/],
  ] as const)('%j %j', (headings, map, says) => {
    expect(
      columnsOf(headings, map)
        .faults.map(({ message }) => message)
        .join(' '),
    ).toMatch(says);
  });
});
