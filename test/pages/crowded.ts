// Fronts with too many fields, too long ones, or without parts, of every style, and what Wallet
// then leaves out or cuts. Tests compare both lint and the page that draws the pass with this
// table.
import type { JsonObject } from '../../src/rules/values/values.ts';
import { ICON, LOGO, LONG, PORTRAIT, SQUARE, STRIP, UNBROKEN } from './gallery.ts';

export interface CrowdedFront {
  readonly passConstructor: JsonObject;
  /** `group/key`, as lint orders them. */
  readonly leftOut?: readonly string[];
  /** Paths of texts that end in "…". */
  readonly cut?: readonly string[];
}

/** Every text names its field, so that a page shows what it left out. */
const many = (group: string, count: number, more: JsonObject = {}) =>
  Array.from({ length: count }, (_, at) => ({
    key: `${group}${at + 1}`,
    label: `${group} ${at + 1}`,
    value: `${group.toUpperCase()}${at + 1}`,
    ...more,
  }));
const too = (key: string, more: JsonObject = {}) => ({ key, label: key, value: `${key} ${LONG}`, ...more });
const qr = { format: 'PKBarcodeFormatQR', message: '1234567890', altText: '1234567890' };
const pdf = { format: 'PKBarcodeFormatPDF417', message: '1234567890' };
const colours = { backgroundColor: '#17414f', foregroundColor: 'white', labelColor: '#b5dfdf' };
const base = (type: string, parts: JsonObject): JsonObject => ({
  type,
  description: `A crowded ${type}`,
  organizationName: 'Town',
  ...colours,
  ...parts,
});
const keys = (group: string, short: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => `${group}/${short}${from + at}`);

/** All groups with one field more than any style shows. */
const structure = {
  headerFields: many('h', 4),
  primaryFields: many('p', 3),
  secondaryFields: many('s', 5),
  auxiliaryFields: many('a', 6),
};
const tooLong = {
  headerFields: [too('h1'), too('h2')],
  primaryFields: [too('p1')],
  secondaryFields: [too('s1'), too('s2'), { key: 's3', label: 's3', value: 'short' }],
  auxiliaryFields: [too('a1', { label: UNBROKEN })],
};
const longPaths = [
  'logoText',
  'structure_headerFields_h1_value',
  'structure_headerFields_h2_value',
  'structure_primaryFields_p1_value',
  'structure_secondaryFields_s1_value',
  'structure_secondaryFields_s2_value',
  'structure_auxiliaryFields_a1_label',
  'structure_auxiliaryFields_a1_value',
];
const header = keys('headerFields', 'h', 4, 4);
const together = [...keys('secondaryFields', 's', 5, 5), ...keys('auxiliaryFields', 'a', 1, 6)];

export const CROWDED: Readonly<Record<string, CrowdedFront>> = {
  'boarding pass, too many': {
    passConstructor: base('boardingPass', {
      transitType: 'PKTransitTypeTrain',
      logoText: 'Railways',
      structure,
      barcode: pdf,
      images: { icon: ICON, logo: SQUARE },
    }),
    leftOut: [
      ...header,
      'primaryFields/p3',
      ...keys('auxiliaryFields', 'a', 6, 6),
      ...keys('secondaryFields', 's', 5, 5),
    ],
  },
  'coupon, too many': {
    passConstructor: base('coupon', { structure, barcode: pdf, images: { icon: ICON, logo: LOGO, strip: STRIP } }),
    leftOut: [...header, ...keys('primaryFields', 'p', 2, 3), ...together],
  },
  'event ticket, too many': {
    passConstructor: base('eventTicket', {
      structure: { ...structure, auxiliaryFields: [...many('a', 6), ...many('b', 5, { row: 1 })] },
      barcode: qr,
      images: { icon: ICON, logo: SQUARE, thumbnail: PORTRAIT, background: STRIP },
    }),
    leftOut: [
      ...header,
      ...keys('primaryFields', 'p', 2, 3),
      ...keys('secondaryFields', 's', 5, 5),
      ...keys('auxiliaryFields', 'a', 5, 6),
      ...keys('auxiliaryFields', 'b', 5, 5),
    ],
  },
  'event ticket with strip, too many': {
    passConstructor: base('eventTicket', {
      structure: { ...structure, auxiliaryFields: [...many('a', 4), ...many('b', 4, { row: 1 })] },
      barcode: qr,
      images: { icon: ICON, logo: SQUARE, strip: STRIP },
    }),
    leftOut: [...header, ...keys('primaryFields', 'p', 2, 3), ...keys('secondaryFields', 's', 5, 5)],
  },
  'generic with a square code, too many': {
    passConstructor: base('generic', { structure, barcode: qr, images: { icon: ICON, thumbnail: PORTRAIT } }),
    leftOut: [...header, ...keys('primaryFields', 'p', 2, 3), ...together],
  },
  'generic with a long code, too many': {
    passConstructor: base('generic', {
      structure,
      barcode: { format: 'PKBarcodeFormatCode128', message: '0042-1984', altText: '0042-1984' },
      images: { icon: ICON, thumbnail: PORTRAIT },
    }),
    leftOut: [
      ...header,
      ...keys('primaryFields', 'p', 2, 3),
      ...keys('secondaryFields', 's', 5, 5),
      ...keys('auxiliaryFields', 'a', 5, 6),
    ],
  },
  'store card, too many': {
    passConstructor: base('storeCard', { structure, barcode: qr, images: { icon: ICON, logo: LOGO, strip: STRIP } }),
    leftOut: [...header, ...keys('primaryFields', 'p', 2, 3), ...together],
  },
  'boarding pass, too long': {
    passConstructor: base('boardingPass', {
      logoText: LONG,
      structure: { ...tooLong, primaryFields: [too('p1'), too('p2')] },
      barcode: qr,
      images: { icon: ICON, logo: LOGO, footer: STRIP },
    }),
    cut: [...longPaths, 'structure_primaryFields_p2_value'],
  },
  'coupon, too long': {
    passConstructor: base('coupon', { logoText: LONG, structure: tooLong, barcode: pdf, images: { icon: ICON } }),
    cut: longPaths,
  },
  'event ticket, too long': {
    passConstructor: base('eventTicket', {
      logoText: LONG,
      structure: tooLong,
      barcode: qr,
      images: { icon: ICON, logo: LOGO, thumbnail: PORTRAIT },
    }),
    cut: longPaths,
  },
  'generic, too long': {
    passConstructor: base('generic', {
      logoText: LONG,
      structure: tooLong,
      barcode: { format: 'PKBarcodeFormatCode128', message: '0042-1984-0042-1984-0042' },
      images: { icon: ICON, logo: SQUARE, thumbnail: PORTRAIT },
    }),
    cut: longPaths,
  },
  'store card, too long': {
    passConstructor: base('storeCard', {
      logoText: LONG,
      structure: tooLong,
      barcode: qr,
      images: { icon: ICON, logo: LOGO, strip: STRIP },
    }),
    cut: longPaths,
  },
  'store card, just short enough': {
    passConstructor: base('storeCard', {
      logoText: 'Trattoria da Nina',
      structure: {
        headerFields: [{ key: 'h1', label: 'Points', value: 1250 }],
        primaryFields: [{ key: 'p1', label: 'Reward', value: 'One dessert and a coffee for two' }],
        secondaryFields: [
          { key: 's1', label: 'Name', value: 'Maximiliane Lovelace-Hopper' },
          { key: 's2', label: 'Next reward', value: 'At three hundred points' },
        ],
      },
      barcode: qr,
      images: { icon: ICON, logo: SQUARE, strip: STRIP },
    }),
  },
  'boarding pass with the least': {
    passConstructor: base('boardingPass', { structure: { primaryFields: many('p', 1) }, images: { icon: ICON } }),
  },
  'coupon with the least': {
    passConstructor: base('coupon', { structure: { primaryFields: many('p', 1) }, images: { icon: ICON } }),
  },
  'event ticket with the least': {
    passConstructor: base('eventTicket', {
      structure: { secondaryFields: many('s', 1) },
      barcode: qr,
      images: { icon: ICON, thumbnail: PORTRAIT },
    }),
  },
  'generic with the least': {
    passConstructor: base('generic', {
      structure: { headerFields: many('h', 1) },
      barcode: pdf,
      images: { icon: ICON },
    }),
  },
  'store card with the least': {
    passConstructor: base('storeCard', {
      structure: { auxiliaryFields: many('a', 2) },
      voided: true,
      barcode: qr,
      images: { icon: ICON, strip: STRIP },
    }),
  },
};
