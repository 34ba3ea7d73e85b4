// Reads pass.json as a phone does: the pass's identity, the address for updates, and the fields.

export type PassJson = Readonly<Record<string, unknown>>;

export const STYLES = ['boardingPass', 'coupon', 'eventTicket', 'generic', 'storeCard', 'posterGeneric'] as const;
const GROUPS = [
  'headerFields',
  'primaryFields',
  'secondaryFields',
  'auxiliaryFields',
  'footerFields',
  'backFields',
  'additionalInfoFields',
] as const;

export interface PassIdentity {
  readonly serialNumber: string;
  readonly passTypeIdentifier: string;
  readonly authenticationToken: string;
  /** Without a slash at the end; null: the pass is never updated. */
  readonly webServiceURL: string | null;
}

export function identityOf(passJson: PassJson): PassIdentity {
  const text = (key: string) => (typeof passJson[key] === 'string' ? passJson[key] : '');
  return {
    serialNumber: text('serialNumber'),
    passTypeIdentifier: text('passTypeIdentifier'),
    authenticationToken: text('authenticationToken'),
    webServiceURL: text('webServiceURL').replace(/\/$/, '') || null,
  };
}

export type Field = Readonly<Record<string, unknown>>;

/**
 * The fields that a phone shows, in the order of a pass; entries that are not objects are left out.
 * A poster replaces the style beside it, as on iOS 27.
 */
export function passFields(passJson: PassJson): readonly Field[] {
  const shown = isObject(passJson.posterGeneric) ? (['posterGeneric'] as const) : STYLES;
  return shown.flatMap((style) => fieldsOf(passJson, style));
}

/** The fields of one style, in the same order. */
export function fieldsOf(passJson: PassJson, style: (typeof STYLES)[number]): readonly Field[] {
  const structure = passJson[style];
  if (!isObject(structure)) return [];
  return GROUPS.flatMap((group) => (Array.isArray(structure[group]) ? structure[group].filter(isObject) : []));
}

/** pass.json without its fields; other keys of the style, such as transitType, stay. */
export function withoutFields(passJson: PassJson): PassJson {
  const groups: readonly string[] = GROUPS;
  const styles = STYLES.filter((style) => isObject(passJson[style])).map((style) => {
    const others = Object.entries(passJson[style] as object).filter(([name]) => !groups.includes(name));
    return [style, Object.fromEntries(others)] as const;
  });
  return { ...passJson, ...Object.fromEntries(styles) };
}

/** The message of the first barcode, which a scanner reads; null without a barcode. */
export function barcodeOf({ barcodes, barcode }: PassJson): string | null {
  const first = Array.isArray(barcodes) ? barcodes[0] : barcode;
  return isObject(first) && typeof first.message === 'string' ? first.message : null;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
