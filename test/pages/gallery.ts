// Passes and template names that are hard to draw: every style, empty, too much, unbroken, and
// right to left.
import type { JsonObject } from '../../src/rules/values/values.ts';

const drawing = (width: number, height: number, inside: string) =>
  `data:image/svg+xml;base64,${Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width * 3}" height="${height * 3}">${inside}</svg>`,
  ).toString('base64')}`;

export const LOGO = drawing(
  160,
  50,
  '<text x="0" y="36" font-size="34" font-family="serif" fill="#fff">Trattoria</text>',
);
export const ICON = drawing(
  38,
  38,
  '<rect width="38" height="38" rx="8" fill="#a33"/><circle cx="19" cy="19" r="9" fill="#fff"/>',
);
export const SQUARE = drawing(50, 50, '<circle cx="25" cy="25" r="22" fill="#fff"/>');
export const STRIP = drawing(
  375,
  144,
  '<rect width="375" height="144" fill="#7c2d12"/><circle cx="300" cy="60" r="90" fill="#9a3412"/><circle cx="340" cy="120" r="60" fill="#c2410c"/>',
);
export const PORTRAIT = drawing(
  90,
  90,
  '<rect width="90" height="90" fill="#cbd5e1"/><circle cx="45" cy="36" r="18" fill="#475569"/><path d="M10 90a35 35 0 0 1 70 0" fill="#475569"/>',
);
export const LONG = 'A sentence that goes on for longer than any card is wide, as the terms of a discount usually do';
export const UNBROKEN = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';

const field = (key: string, label: string, value: string | number, more: JsonObject = {}) => ({
  key,
  label,
  value,
  ...more,
});
const qr = (message: string, altText = '') => ({ format: 'PKBarcodeFormatQR', message, altText });

export const GALLERY: Readonly<Record<string, JsonObject>> = {
  storeCard: {
    type: 'storeCard',
    description: 'Trattoria da Nina, points card',
    backgroundColor: 'rgb(124, 45, 18)',
    foregroundColor: 'white',
    labelColor: 'rgb(254, 215, 170)',
    structure: {
      headerFields: [field('points', 'Points', 1250, { numberStyle: 'PKNumberStyleDecimal' })],
      primaryFields: [field('balance', 'Balance', 21.5, { currencyCode: 'EUR' })],
      secondaryFields: [field('level', 'Level', 'Gold'), field('next', 'Next reward', '250 points')],
      backFields: [
        field('terms', 'Terms', 'One point for each euro.\nPoints are kept for two years.'),
        field('site', 'Menu', 'https://example.com/menu?table=4, or ask us.'),
      ],
    },
    barcode: qr('1234567890', 'Member 1234567890'),
    images: { icon: ICON, logo: LOGO, strip: STRIP },
  },
  coupon: {
    type: 'coupon',
    description: 'A free dessert',
    logoText: 'Café Central',
    backgroundColor: '#b8860b',
    structure: {
      primaryFields: [field('offer', 'With every main course', 'Free dessert')],
      secondaryFields: [
        field('until', 'Until', '2030-12-31', { dateStyle: 'PKDateStyleLong' }),
        field('where', 'Where', 'All cafés'),
      ],
    },
    barcode: { format: 'PKBarcodeFormatPDF417', message: 'DESSERT-2030' },
    images: { icon: ICON, logo: SQUARE },
  },
  eventTicket: {
    type: 'eventTicket',
    description: 'Winter concert',
    logoText: 'Town Hall',
    backgroundColor: '#2a0f31',
    foregroundColor: 'white',
    labelColor: 'rgb(222, 184, 229)',
    structure: {
      headerFields: [field('row', 'Row', 'F'), field('seat', 'Seat', 12)],
      primaryFields: [field('event', 'Event', 'Winter Concert')],
      secondaryFields: [
        field('doors', 'Doors open', '2030-12-20T19:00:00+01:00', {
          dateStyle: 'PKDateStyleMedium',
          timeStyle: 'PKDateStyleShort',
        }),
      ],
      auxiliaryFields: [
        field('hall', 'Hall', 'Great hall'),
        field('door', 'Door', 'North', { textAlignment: 'PKTextAlignmentRight' }),
      ],
    },
    barcode: { format: 'PKBarcodeFormatAztec', message: 'https://example.com/t/8371', altText: 'Admits one' },
    images: { icon: ICON, logo: SQUARE, thumbnail: PORTRAIT, background: PORTRAIT },
  },
  boardingPass: {
    type: 'boardingPass',
    transitType: 'PKTransitTypeAir',
    description: 'Vienna to Lisbon',
    logoText: 'Skyways',
    backgroundColor: 'rgb(20, 60, 130)',
    foregroundColor: 'white',
    labelColor: 'rgb(180, 205, 255)',
    structure: {
      headerFields: [field('gate', 'Gate', 'F23')],
      primaryFields: [field('from', 'Vienna', 'VIE'), field('to', 'Lisbon', 'LIS')],
      auxiliaryFields: [
        field('flight', 'Flight', 'SW 618'),
        field('class', 'Class', 'Economy'),
        field('seat', 'Seat', '14C'),
      ],
      secondaryFields: [field('name', 'Passenger', 'Ada Lovelace'), field('boarding', 'Boarding', '07:20')],
    },
    barcode: { format: 'PKBarcodeFormatPDF417', message: 'M1LOVELACE/ADA       VIELISSW 0618' },
    images: { icon: ICON, logo: SQUARE },
  },
  generic: {
    type: 'generic',
    description: 'Library card',
    logoText: 'City Library',
    backgroundColor: 'rgb(240, 240, 235)',
    structure: {
      primaryFields: [field('member', 'Member', 'Grace Hopper')],
      secondaryFields: [field('since', 'Since', 1984), field('level', 'Level', 'Reader')],
      auxiliaryFields: [field('branch', 'Branch', 'Harbour')],
    },
    barcode: { format: 'PKBarcodeFormatCode128', message: '0042-1984' },
    images: { icon: ICON, thumbnail: PORTRAIT },
  },
  empty: { type: 'generic' },
  markup: {
    type: 'coupon',
    description: '<script>alert(1)</script>',
    logoText: '<img src="https://evil.example/x.png" onerror="alert(1)">',
    backgroundColor: 'black;} body {background: red',
    structure: {
      primaryFields: [field('a', '</dl><h1>', '\'"><svg onload=alert(1)>')],
      backFields: [field('b', 'Links', 'javascript:alert(1) https://example.com/"onmouseover="alert(1)')],
    },
    barcode: qr('<b>&amp;</b>'),
  },
  long: {
    type: 'storeCard',
    description: `${LONG}. ${LONG}.`,
    logoText: LONG,
    backgroundColor: '#334155',
    structure: {
      headerFields: [field('a', LONG, 12345678901), field('b', 'B', UNBROKEN)],
      primaryFields: [field('c', LONG, LONG)],
      secondaryFields: [field('d', LONG, LONG), field('e', UNBROKEN, UNBROKEN), field('f', 'F', 'short')],
      auxiliaryFields: [field('g', '', LONG)],
      backFields: [field('h', LONG, `${LONG}.\n`.repeat(12)), field('i', UNBROKEN, `https://example.com/${UNBROKEN}`)],
    },
    barcode: qr(UNBROKEN.repeat(4), LONG),
    images: { icon: ICON, logo: LOGO, strip: STRIP },
  },
  rightToLeft: {
    type: 'eventTicket',
    description: 'تذكرة حفل الشتاء',
    logoText: 'قاعة المدينة',
    backgroundColor: '#14532d',
    structure: {
      headerFields: [field('seat', 'مقعد', 12)],
      primaryFields: [field('event', 'الحدث', 'حفل الشتاء')],
      secondaryFields: [field('name', 'الاسم', 'ليلى'), field('hall', 'القاعة', 'القاعة الكبرى')],
      backFields: [field('terms', 'الشروط', 'التذكرة صالحة لشخص واحد فقط.')],
    },
    barcode: qr('8371', 'شخص واحد'),
    images: { icon: ICON, strip: STRIP },
  },
};

export const TEMPLATE_NAMES: Readonly<Record<string, string>> = {
  long: `${LONG} ${LONG}`,
  empty: UNBROKEN,
  rightToLeft: 'حفل الشتاء',
};
