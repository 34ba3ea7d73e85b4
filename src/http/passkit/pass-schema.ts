// Checks the "JSON parameters" of passes, and the further keys that real clients send.
import { z } from 'zod';
import { orNumber } from '../known-keys.ts';
import { beacons, colour, locations, userInfo } from './passbook-schema.ts';
import {
  either,
  email,
  filled,
  flag,
  LONGEST_LINE,
  LONGEST_TEXT,
  list,
  object,
  optional,
  passDate,
  record,
  reference,
  text,
} from './shapes.ts';

const path = optional(text(LONGEST_LINE));
const images = object({ background: path, footer: path, icon: path, logo: path, strip: path, thumbnail: path });

const ownField = object({
  label: optional(text(LONGEST_LINE)),
  value: optional(either<string | number>((value) => (typeof value === 'number' ? z.number() : text(LONGEST_TEXT)))),
  androidPay: path,
  appleWallet: path,
});

/** Programs give addresses and keys of their own systems as userDefinedId. In UTF-16 units. */
const LONGEST_USER_ID = 255;

/** The template defines the keys, see pass-translation.ts. */
const dynamicData = record(z.unknown());

const common = {
  userDefinedId: optional(orNumber(filled(LONGEST_USER_ID))),
  dynamicData: optional(dynamicData),
  dynamicImages: optional(object({ passbook: optional(images) })),
  dynamicBackfields: optional(record(list(ownField, 'fields', 50))),
  recoveryEmail: optional(email),
  expiryDate: optional(passDate),
  isVoided: optional(flag),
  isRedeemed: optional(flag),
  isInvalid: optional(flag),
  passbook: optional(
    object({
      groupId: optional(text(LONGEST_LINE)),
      relevantDate: optional(passDate),
      bgColor: optional(colour),
      labelColor: optional(colour),
      fgColor: optional(colour),
      userInfo: optional(userInfo),
      locations: optional(locations),
      beacons: optional(beacons),
    }),
  ),
};

export const newPass = object({ templateName: reference, ...common });
export type NewPassBody = z.infer<typeof newPass>;

export const passUpdate = object({ templateName: optional(reference), ...common });
export type PassBody = z.infer<typeof passUpdate>;

export const batchUpdate = object({ id: filled(LONGEST_LINE), templateName: optional(reference), ...common });

/**
 * Keys that answers have and no call can set. A client that sends them back changes nothing.
 */
export const ANSWERED = [
  ...[
    'campaignName',
    'passbookDevices',
    'androidPayDevices',
    'alipayDevices',
    'createdAt',
    'updatedAt',
    'lastRedeemAt',
  ],
  ...['firstRegisteredAt', 'lastRegisteredAt', 'firstUnRegisteredAt', 'lastUnRegisteredAt'],
  ...['firstUnregisteredAt', 'lastUnregisteredAt'],
];

export const resend = list(
  object({ passId: filled(LONGEST_LINE), newRecoveryEmail: optional(email) }),
  'passes, each {passId, newRecoveryEmail}',
  25,
);
