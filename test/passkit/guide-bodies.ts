// The JSON bodies of the guide's examples, as printed.
import type { JsonObject } from '../../src/rules/values/values.ts';

/** "Create a Campaign" */
export const CAMPAIGN: JsonObject = {
  name: 'campaignName',
  passbookCertId: 'Poxgb4dEJa',
  status: 'ACTIVE',
  displayName: 'Campaign Name',
  description: 'Campaign Description',
  startDate: '2016-01-01T00:00:00Z',
  maxIssue: 0,
};

/** "Create a Template" */
export const TEMPLATE: JsonObject = {
  name: 'templateName',
  campaignName: 'campaignName',
  status: 'ACTIVE',
  language: 'en',
  startDate: '2010-08-01T00:00:00Z',
  maxIssue: 0,
  dynamicKeys: [{ key: 'points', type: 'string', defaultValue: null, isEditable: true }],
  passbook: {
    type: 'generic',
    orgName: 'Organisation Name',
    desc: 'Basic description of the template.',
    assoStoreId: [967907684],
    bgColor: { red: 245, green: 244, blue: 244 },
    labelColor: { red: 22, green: 88, blue: 168 },
    fgColor: { red: 53, green: 153, blue: 219 },
    header: [
      {
        changeMsg: 'Your new point balance is %@',
        defaultLabel: 'Points',
        defaultValue: '#{points}',
        textAlign: 'right',
        format: { type: 'number', numberFormat: 'decimal' },
      },
    ],
    secondary: [{ defaultValue: 'Hello', textAlign: 'left', format: { type: 'text' } }],
    back: [
      { defaultLabel: 'Find us', defaultValue: 'contact.example.com', format: { type: 'text' } },
      { defaultLabel: 'Customer Service Number', defaultValue: '1234567', format: { type: 'text' } },
    ],
  },
  passbookLang: { fr: { text: { Hello: 'Bonjour' } } },
};

/** "Update a Template" */
export const TEMPLATE_UPDATE: JsonObject = {
  passbook: { bgColor: { red: 22, green: 88, blue: 168 }, labelColor: { red: 245, green: 244, blue: 244 } },
};

/** "Overall Structure" of the Apple Wallet template */
export const DESIGN: JsonObject = {
  type: 'general',
  orgName: 'Example Company',
  desc: 'Description of the template',
  groupId: 'PassGroup1',
  assoStoreId: [284882215],
  appLaunchUrl: 'fb://profile/331998086879963',
  userInfo: '{"Name": "Percy"}',
  bgColor: { red: 245, blue: 244, green: 244 },
  labelColor: { red: 22, blue: 168, green: 88 },
  fgColor: { red: 53, blue: 219, green: 153 },
  logoText: 'My Company',
  transitType: 'air',
  header: [],
  primary: [],
  auxiliary: [],
  secondary: [],
  back: [],
  beacons: [{ major: 0, minor: 0, uuid: '19d5f76a-fd04-5aa3-b16e-e93277163af6', relevantText: 'Welcome to PassKit' }],
  locations: [{ alt: 15, lat: 22.28735687010302, lon: 114.14827988250626, relevantText: 'Welcome to PassKit' }],
  maxDist: 10,
  relevantDate: '2010-08-01T00:00:00Z',
  barcode: {
    altText: 'Text below the barcode',
    altTextOption: 'text',
    format: 'pdf417',
    message: 'BarcodeText',
    messageOption: 'text',
    messageEncoding: 'UTF-8',
  },
  nfc: { message: 'messageForTerminal', encryptionPublicKey: 'L0ngRand0m3ncrypt1onK3y' },
};

/** "Passbook Template Field" */
export const FIELD: JsonObject = {
  itemName: 'secondaryField1',
  attributedValue: '<a href="https://cherrypie.passkit.net">CherryPie</a>',
  changeMsg: 'Value Changed',
  defaultLabel: 'Item Label',
  defaultValue: 'Item Value',
  textAlign: 'left',
  format: {
    type: 'text',
    dateFormat: 'short',
    timeFormat: 'long',
    ignoreTimezone: true,
    isRelative: false,
    currencyCode: '',
    numberFormat: 'decimal',
  },
  detectorTypes: [],
};
