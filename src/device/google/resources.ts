// The keys of Google's resources and of their parts, after the discovery document walletobjects v1
// (revision 20260806) without what it calls deprecated and without what only Google writes. A key
// alone is a text; `key:Part`, `key:Part[]`, `key:integer`, `key=WORD|WORD` say more.

const TABLE = {
  ActivationOptions: 'activationUrl allowReactivation:boolean',
  ActivationStatus: 'state=UNKNOWN_STATE|NOT_ACTIVATED|ACTIVATED',
  AddMessageRequest: 'message:Message',
  AirportInfo: 'airportIataCode airportNameOverride:LocalizedString gate terminal',
  AppLinkData: `
    androidAppLinkInfo:AppLinkDataAppLinkInfo displayText:LocalizedString
    webAppLinkInfo:AppLinkDataAppLinkInfo`,
  AppLinkDataAppLinkInfo: 'appTarget:AppLinkDataAppLinkInfoAppTarget',
  AppLinkDataAppLinkInfoAppTarget: 'packageName targetUri:Uri',
  Barcode: `
    alternateText renderEncoding=UTF_8 showCodeText:LocalizedString
    type=AZTEC|CODE_39|CODE_128|CODABAR|DATA_MATRIX|EAN_8|EAN_13|ITF_14|PDF_417|QR_CODE|UPC_A|TEXT_ONLY
    value`,
  BarcodeSectionDetail: 'fieldSelector:FieldSelector',
  BoardingAndSeatingInfo: `
    boardingDoor=FRONT|BACK boardingGroup boardingPosition boardingPrivilegeImage:Image
    seatAssignment:LocalizedString seatClass seatNumber sequenceNumber`,
  BoardingAndSeatingPolicy: `
    boardingPolicy=ZONE_BASED|GROUP_BASED|BOARDING_POLICY_OTHER
    seatClassPolicy=CABIN_BASED|CLASS_BASED|TIER_BASED|SEAT_CLASS_POLICY_OTHER`,
  CallbackOptions: 'url',
  CardBarcodeSectionDetails: `
    firstBottomDetail:BarcodeSectionDetail firstTopDetail:BarcodeSectionDetail
    secondTopDetail:BarcodeSectionDetail`,
  CardRowOneItem: 'item:TemplateItem',
  CardRowTemplateInfo: 'oneItem:CardRowOneItem threeItems:CardRowThreeItems twoItems:CardRowTwoItems',
  CardRowThreeItems: 'endItem:TemplateItem middleItem:TemplateItem startItem:TemplateItem',
  CardRowTwoItems: 'endItem:TemplateItem startItem:TemplateItem',
  CardTemplateOverride: 'cardRowTemplateInfos:CardRowTemplateInfo[]',
  ClassTemplateInfo: `
    cardBarcodeSectionDetails:CardBarcodeSectionDetails cardTemplateOverride:CardTemplateOverride
    detailsTemplateOverride:DetailsTemplateOverride listTemplateOverride:ListTemplateOverride`,
  DateTime: 'date',
  DetailsItemInfo: 'item:TemplateItem',
  DetailsTemplateOverride: 'detailsItemInfos:DetailsItemInfo[]',
  DeviceContext: 'deviceToken',
  DiscoverableProgram: `
    merchantSigninInfo:DiscoverableProgramMerchantSigninInfo
    merchantSignupInfo:DiscoverableProgramMerchantSignupInfo state=TRUSTED_TESTERS|LIVE|DISABLED`,
  DiscoverableProgramMerchantSigninInfo: 'signinWebsite:Uri',
  DiscoverableProgramMerchantSignupInfo: 'signupSharedDatas:string[] signupWebsite:Uri',
  EventDateTime: `
    customDoorsOpenLabel:LocalizedString doorsOpen doorsOpenLabel=DOORS_OPEN|GATES_OPEN end start`,
  EventReservationInfo: 'confirmationCode',
  EventSeat: 'gate:LocalizedString row:LocalizedString seat:LocalizedString section:LocalizedString',
  EventTicketClass: `
    appLinkData:AppLinkData callbackOptions:CallbackOptions classTemplateInfo:ClassTemplateInfo
    confirmationCodeLabel=CONFIRMATION_CODE|CONFIRMATION_NUMBER|ORDER_NUMBER|RESERVATION_NUMBER
    countryCode customConfirmationCodeLabel:LocalizedString customGateLabel:LocalizedString
    customRowLabel:LocalizedString customSeatLabel:LocalizedString customSectionLabel:LocalizedString
    dateTime:EventDateTime enableSmartTap:boolean eventId eventName:LocalizedString
    finePrint:LocalizedString gateLabel=GATE|DOOR|ENTRANCE heroImage:Image hexBackgroundColor
    homepageUri:Uri id imageModulesData:ImageModuleData[] issuerName linksModuleData:LinksModuleData
    localizedIssuerName:LocalizedString logo:Image merchantLocations:MerchantLocation[]
    messages:Message[]
    multipleDevicesAndHoldersAllowedStatus=MULTIPLE_HOLDERS|ONE_USER_ALL_DEVICES|ONE_USER_ONE_DEVICE
    notifyPreference=NOTIFY_ON_UPDATE redemptionIssuers:string[]
    reviewStatus=UNDER_REVIEW|APPROVED|REJECTED|DRAFT rowLabel=ROW seatLabel=SEAT
    sectionLabel=SECTION|THEATER securityAnimation:SecurityAnimation textModulesData:TextModuleData[]
    valueAddedModuleData:ValueAddedModuleData[] venue:EventVenue
    viewUnlockRequirement=UNLOCK_NOT_REQUIRED|UNLOCK_REQUIRED_TO_VIEW wideLogo:Image`,
  EventTicketObject: `
    appLinkData:AppLinkData barcode:Barcode classId disableExpirationNotification:boolean
    faceValue:Money groupingInfo:GroupingInfo heroImage:Image hexBackgroundColor id
    imageModulesData:ImageModuleData[] linkedObjectIds:string[] linkedOfferIds:string[]
    linksModuleData:LinksModuleData merchantLocations:MerchantLocation[] messages:Message[]
    notifyPreference=NOTIFY_ON_UPDATE passConstraints:PassConstraints
    reservationInfo:EventReservationInfo rotatingBarcode:RotatingBarcode
    saveRestrictions:SaveRestrictions seatInfo:EventSeat smartTapRedemptionValue
    state=ACTIVE|COMPLETED|EXPIRED|INACTIVE textModulesData:TextModuleData[] ticketHolderName
    ticketNumber ticketType:LocalizedString validTimeInterval:TimeInterval
    valueAddedModuleData:ValueAddedModuleData[]`,
  EventVenue: 'address:LocalizedString name:LocalizedString',
  ExpiryNotification: 'enableNotification:boolean',
  FieldReference: `
    dateFormat=DATE_TIME|DATE_ONLY|TIME_ONLY|DATE_TIME_YEAR|DATE_YEAR|YEAR_MONTH|YEAR_MONTH_DAY
    fieldPath`,
  FieldSelector: 'fields:FieldReference[]',
  FirstRowOption: `
    fieldOption:FieldSelector
    transitOption=ORIGIN_AND_DESTINATION_NAMES|ORIGIN_AND_DESTINATION_CODES|ORIGIN_NAME`,
  FlightCarrier: `
    airlineAllianceLogo:Image airlineLogo:Image airlineName:LocalizedString carrierIataCode
    carrierIcaoCode wideAirlineLogo:Image`,
  FlightClass: `
    appLinkData:AppLinkData boardingAndSeatingPolicy:BoardingAndSeatingPolicy
    callbackOptions:CallbackOptions classTemplateInfo:ClassTemplateInfo countryCode
    destination:AirportInfo enableSmartTap:boolean flightHeader:FlightHeader
    flightStatus=SCHEDULED|ACTIVE|LANDED|CANCELLED|REDIRECTED|DIVERTED heroImage:Image
    hexBackgroundColor homepageUri:Uri id imageModulesData:ImageModuleData[] issuerName languageOverride
    linksModuleData:LinksModuleData localBoardingDateTime localEstimatedOrActualArrivalDateTime
    localEstimatedOrActualDepartureDateTime localGateClosingDateTime localScheduledArrivalDateTime
    localScheduledDepartureDateTime localizedIssuerName:LocalizedString
    merchantLocations:MerchantLocation[] messages:Message[]
    multipleDevicesAndHoldersAllowedStatus=MULTIPLE_HOLDERS|ONE_USER_ALL_DEVICES|ONE_USER_ONE_DEVICE
    notifyPreference=NOTIFY_ON_UPDATE origin:AirportInfo redemptionIssuers:string[]
    reviewStatus=UNDER_REVIEW|APPROVED|REJECTED|DRAFT securityAnimation:SecurityAnimation
    textModulesData:TextModuleData[] valueAddedModuleData:ValueAddedModuleData[]
    viewUnlockRequirement=UNLOCK_NOT_REQUIRED|UNLOCK_REQUIRED_TO_VIEW`,
  FlightHeader: `
    carrier:FlightCarrier flightNumber flightNumberDisplayOverride operatingCarrier:FlightCarrier
    operatingFlightNumber`,
  FlightObject: `
    appLinkData:AppLinkData barcode:Barcode boardingAndSeatingInfo:BoardingAndSeatingInfo classId
    disableExpirationNotification:boolean groupingInfo:GroupingInfo heroImage:Image hexBackgroundColor
    id imageModulesData:ImageModuleData[] linkedObjectIds:string[] linksModuleData:LinksModuleData
    merchantLocations:MerchantLocation[] messages:Message[] notifyPreference=NOTIFY_ON_UPDATE
    passConstraints:PassConstraints passengerName reservationInfo:ReservationInfo
    rotatingBarcode:RotatingBarcode saveRestrictions:SaveRestrictions securityProgramLogo:Image
    smartTapRedemptionValue state=ACTIVE|COMPLETED|EXPIRED|INACTIVE textModulesData:TextModuleData[]
    validTimeInterval:TimeInterval valueAddedModuleData:ValueAddedModuleData[]`,
  FrequentFlyerInfo: 'frequentFlyerNumber frequentFlyerProgramName:LocalizedString',
  GenericClass: `
    appLinkData:AppLinkData callbackOptions:CallbackOptions classTemplateInfo:ClassTemplateInfo
    enableSmartTap:boolean id imageModulesData:ImageModuleData[] linksModuleData:LinksModuleData
    merchantLocations:MerchantLocation[] messages:Message[]
    multipleDevicesAndHoldersAllowedStatus=MULTIPLE_HOLDERS|ONE_USER_ALL_DEVICES|ONE_USER_ONE_DEVICE
    redemptionIssuers:string[] securityAnimation:SecurityAnimation textModulesData:TextModuleData[]
    valueAddedModuleData:ValueAddedModuleData[]
    viewUnlockRequirement=UNLOCK_NOT_REQUIRED|UNLOCK_REQUIRED_TO_VIEW`,
  GenericObject: `
    appLinkData:AppLinkData barcode:Barcode cardTitle:LocalizedString classId
    genericType=GENERIC_SEASON_PASS|GENERIC_UTILITY_BILLS|GENERIC_PARKING_PASS|GENERIC_VOUCHER|GENERIC_GYM_MEMBERSHIP|GENERIC_LIBRARY_MEMBERSHIP|GENERIC_RESERVATIONS|GENERIC_AUTO_INSURANCE|GENERIC_HOME_INSURANCE|GENERIC_ENTRY_TICKET|GENERIC_RECEIPT|GENERIC_LOYALTY_CARD|GENERIC_BUSINESS_CARD|GENERIC_BARCODE_PASS|GENERIC_MEMBERSHIP_CARD|GENERIC_STUDENT_CARD|GENERIC_TRANSIT_PASS|GENERIC_VEHICLE_REGISTRATION|GENERIC_OTHER
    groupingInfo:GroupingInfo header:LocalizedString heroImage:Image hexBackgroundColor id
    imageModulesData:ImageModuleData[] linkedObjectIds:string[] linksModuleData:LinksModuleData
    logo:Image merchantLocations:MerchantLocation[] messages:Message[] notifications:Notifications
    passConstraints:PassConstraints rotatingBarcode:RotatingBarcode saveRestrictions:SaveRestrictions
    smartTapRedemptionValue state=ACTIVE|COMPLETED|EXPIRED|INACTIVE subheader:LocalizedString
    textModulesData:TextModuleData[] validTimeInterval:TimeInterval
    valueAddedModuleData:ValueAddedModuleData[] wideLogo:Image`,
  GroupingInfo: 'groupingId sortIndex:integer',
  Image: 'contentDescription:LocalizedString privateImageId sourceUri:ImageUri',
  ImageModuleData: 'id mainImage:Image',
  ImageUri: 'uri',
  LinksModuleData: 'uris:Uri[]',
  ListTemplateOverride: 'firstRowOption:FirstRowOption secondRowOption:FieldSelector',
  LocalizedString: 'defaultValue:TranslatedString translatedValues:TranslatedString[]',
  LoyaltyClass: `
    accountIdLabel accountNameLabel appLinkData:AppLinkData callbackOptions:CallbackOptions
    classTemplateInfo:ClassTemplateInfo countryCode discoverableProgram:DiscoverableProgram
    enableSmartTap:boolean heroImage:Image hexBackgroundColor homepageUri:Uri id
    imageModulesData:ImageModuleData[] issuerName linksModuleData:LinksModuleData
    localizedAccountIdLabel:LocalizedString localizedAccountNameLabel:LocalizedString
    localizedIssuerName:LocalizedString localizedProgramName:LocalizedString
    localizedRewardsTier:LocalizedString localizedRewardsTierLabel:LocalizedString
    localizedSecondaryRewardsTier:LocalizedString localizedSecondaryRewardsTierLabel:LocalizedString
    merchantLocations:MerchantLocation[] messages:Message[]
    multipleDevicesAndHoldersAllowedStatus=MULTIPLE_HOLDERS|ONE_USER_ALL_DEVICES|ONE_USER_ONE_DEVICE
    notifyPreference=NOTIFY_ON_UPDATE programLogo:Image programName redemptionIssuers:string[]
    reviewStatus=UNDER_REVIEW|APPROVED|REJECTED|DRAFT rewardsTier rewardsTierLabel secondaryRewardsTier
    secondaryRewardsTierLabel securityAnimation:SecurityAnimation textModulesData:TextModuleData[]
    valueAddedModuleData:ValueAddedModuleData[]
    viewUnlockRequirement=UNLOCK_NOT_REQUIRED|UNLOCK_REQUIRED_TO_VIEW wideProgramLogo:Image`,
  LoyaltyObject: `
    accountId accountName appLinkData:AppLinkData barcode:Barcode classId
    disableExpirationNotification:boolean groupingInfo:GroupingInfo heroImage:Image id
    imageModulesData:ImageModuleData[] linkedObjectIds:string[] linkedOfferIds:string[]
    linksModuleData:LinksModuleData loyaltyPoints:LoyaltyPoints merchantLocations:MerchantLocation[]
    messages:Message[] notifyPreference=NOTIFY_ON_UPDATE passConstraints:PassConstraints
    rotatingBarcode:RotatingBarcode saveRestrictions:SaveRestrictions
    secondaryLoyaltyPoints:LoyaltyPoints smartTapRedemptionValue state=ACTIVE|COMPLETED|EXPIRED|INACTIVE
    textModulesData:TextModuleData[] validTimeInterval:TimeInterval
    valueAddedModuleData:ValueAddedModuleData[]`,
  LoyaltyPoints: 'balance:LoyaltyPointsBalance label localizedLabel:LocalizedString',
  LoyaltyPointsBalance: 'double:number int:integer money:Money string',
  MerchantLocation: 'latitude:number longitude:number',
  Message: `
    body displayInterval:TimeInterval header id localizedBody:LocalizedString
    localizedHeader:LocalizedString messageType=TEXT|EXPIRATION_NOTIFICATION|TEXT_AND_NOTIFY`,
  ModuleViewConstraints: 'displayInterval:TimeInterval',
  Money: 'currencyCode micros',
  Notifications: 'expiryNotification:ExpiryNotification upcomingNotification:UpcomingNotification',
  OfferClass: `
    appLinkData:AppLinkData callbackOptions:CallbackOptions classTemplateInfo:ClassTemplateInfo
    countryCode details enableSmartTap:boolean finePrint helpUri:Uri heroImage:Image hexBackgroundColor
    homepageUri:Uri id imageModulesData:ImageModuleData[] issuerName linksModuleData:LinksModuleData
    localizedDetails:LocalizedString localizedFinePrint:LocalizedString
    localizedIssuerName:LocalizedString localizedProvider:LocalizedString
    localizedShortTitle:LocalizedString localizedTitle:LocalizedString
    merchantLocations:MerchantLocation[] messages:Message[]
    multipleDevicesAndHoldersAllowedStatus=MULTIPLE_HOLDERS|ONE_USER_ALL_DEVICES|ONE_USER_ONE_DEVICE
    notifyPreference=NOTIFY_ON_UPDATE provider
    redemptionChannel=INSTORE|ONLINE|BOTH|TEMPORARY_PRICE_REDUCTION redemptionIssuers:string[]
    reviewStatus=UNDER_REVIEW|APPROVED|REJECTED|DRAFT securityAnimation:SecurityAnimation shortTitle
    textModulesData:TextModuleData[] title titleImage:Image valueAddedModuleData:ValueAddedModuleData[]
    viewUnlockRequirement=UNLOCK_NOT_REQUIRED|UNLOCK_REQUIRED_TO_VIEW wideTitleImage:Image`,
  OfferObject: `
    appLinkData:AppLinkData barcode:Barcode classId disableExpirationNotification:boolean
    groupingInfo:GroupingInfo heroImage:Image id imageModulesData:ImageModuleData[]
    linkedObjectIds:string[] linksModuleData:LinksModuleData merchantLocations:MerchantLocation[]
    messages:Message[] notifyPreference=NOTIFY_ON_UPDATE passConstraints:PassConstraints
    rotatingBarcode:RotatingBarcode saveRestrictions:SaveRestrictions smartTapRedemptionValue
    state=ACTIVE|COMPLETED|EXPIRED|INACTIVE textModulesData:TextModuleData[]
    validTimeInterval:TimeInterval valueAddedModuleData:ValueAddedModuleData[]`,
  PassConstraints: 'nfcConstraint:string[] screenshotEligibility=ELIGIBLE|INELIGIBLE',
  PurchaseDetails: 'accountId confirmationCode purchaseDateTime purchaseReceiptNumber ticketCost:TicketCost',
  ReservationInfo: 'confirmationCode eticketNumber frequentFlyerInfo:FrequentFlyerInfo',
  RotatingBarcode: `
    alternateText initialRotatingBarcodeValues:RotatingBarcodeValues renderEncoding=UTF_8
    showCodeText:LocalizedString totpDetails:RotatingBarcodeTotpDetails
    type=AZTEC|CODE_39|CODE_128|CODABAR|DATA_MATRIX|EAN_8|EAN_13|ITF_14|PDF_417|QR_CODE|UPC_A|TEXT_ONLY
    valuePattern`,
  RotatingBarcodeTotpDetails: `
    algorithm=TOTP_SHA1 parameters:RotatingBarcodeTotpDetailsTotpParameters[] periodMillis`,
  RotatingBarcodeTotpDetailsTotpParameters: 'key valueLength:integer',
  RotatingBarcodeValues: 'periodMillis startDateTime values:string[]',
  SaveRestrictions: 'restrictToEmailSha256',
  SecurityAnimation: 'animationType=FOIL_SHIMMER',
  TemplateItem: `
    firstValue:FieldSelector
    predefinedItem=FREQUENT_FLYER_PROGRAM_NAME_AND_NUMBER|FLIGHT_NUMBER_AND_OPERATING_FLIGHT_NUMBER
    secondValue:FieldSelector`,
  TextModuleData: 'body header id localizedBody:LocalizedString localizedHeader:LocalizedString',
  TicketCost: 'discountMessage:LocalizedString faceValue:Money purchasePrice:Money',
  TicketLeg: `
    arrivalDateTime carriage departureDateTime destinationName:LocalizedString destinationStationCode
    fareName:LocalizedString originName:LocalizedString originStationCode platform ticketSeat:TicketSeat
    ticketSeats:TicketSeat[] transitOperatorName:LocalizedString transitTerminusName:LocalizedString
    zone`,
  TicketRestrictions: `
    otherRestrictions:LocalizedString routeRestrictions:LocalizedString
    routeRestrictionsDetails:LocalizedString timeRestrictions:LocalizedString`,
  TicketSeat: `
    coach customFareClass:LocalizedString fareClass=ECONOMY|FIRST|BUSINESS seat
    seatAssignment:LocalizedString`,
  TimeInterval: 'end:DateTime start:DateTime',
  TransitClass: `
    activationOptions:ActivationOptions appLinkData:AppLinkData callbackOptions:CallbackOptions
    classTemplateInfo:ClassTemplateInfo countryCode customCarriageLabel:LocalizedString
    customCoachLabel:LocalizedString customConcessionCategoryLabel:LocalizedString
    customConfirmationCodeLabel:LocalizedString customDiscountMessageLabel:LocalizedString
    customFareClassLabel:LocalizedString customFareNameLabel:LocalizedString
    customOtherRestrictionsLabel:LocalizedString customPlatformLabel:LocalizedString
    customPurchaseFaceValueLabel:LocalizedString customPurchasePriceLabel:LocalizedString
    customPurchaseReceiptNumberLabel:LocalizedString customRouteRestrictionsDetailsLabel:LocalizedString
    customRouteRestrictionsLabel:LocalizedString customSeatLabel:LocalizedString
    customTicketNumberLabel:LocalizedString customTimeRestrictionsLabel:LocalizedString
    customTransitTerminusNameLabel:LocalizedString customZoneLabel:LocalizedString
    enableSingleLegItinerary:boolean enableSmartTap:boolean heroImage:Image hexBackgroundColor
    homepageUri:Uri id imageModulesData:ImageModuleData[] issuerName languageOverride
    linksModuleData:LinksModuleData localizedIssuerName:LocalizedString logo:Image
    merchantLocations:MerchantLocation[] messages:Message[]
    multipleDevicesAndHoldersAllowedStatus=MULTIPLE_HOLDERS|ONE_USER_ALL_DEVICES|ONE_USER_ONE_DEVICE
    notifyPreference=NOTIFY_ON_UPDATE redemptionIssuers:string[]
    reviewStatus=UNDER_REVIEW|APPROVED|REJECTED|DRAFT securityAnimation:SecurityAnimation
    textModulesData:TextModuleData[] transitOperatorName:LocalizedString
    transitType=BUS|RAIL|TRAM|FERRY|OTHER valueAddedModuleData:ValueAddedModuleData[]
    viewUnlockRequirement=UNLOCK_NOT_REQUIRED|UNLOCK_REQUIRED_TO_VIEW watermark:Image wideLogo:Image`,
  TransitObject: `
    activationStatus:ActivationStatus appLinkData:AppLinkData barcode:Barcode classId
    concessionCategory=ADULT|CHILD|SENIOR customConcessionCategory:LocalizedString
    customTicketStatus:LocalizedString deviceContext:DeviceContext disableExpirationNotification:boolean
    groupingInfo:GroupingInfo heroImage:Image hexBackgroundColor id imageModulesData:ImageModuleData[]
    linkedObjectIds:string[] linksModuleData:LinksModuleData merchantLocations:MerchantLocation[]
    messages:Message[] notifyPreference=NOTIFY_ON_UPDATE passConstraints:PassConstraints passengerNames
    passengerType=SINGLE_PASSENGER|MULTIPLE_PASSENGERS purchaseDetails:PurchaseDetails
    rotatingBarcode:RotatingBarcode saveRestrictions:SaveRestrictions smartTapRedemptionValue
    state=ACTIVE|COMPLETED|EXPIRED|INACTIVE textModulesData:TextModuleData[] ticketLeg:TicketLeg
    ticketLegs:TicketLeg[] ticketNumber ticketRestrictions:TicketRestrictions
    ticketStatus=USED|REFUNDED|EXCHANGED tripId tripType=ROUND_TRIP|ONE_WAY
    validTimeInterval:TimeInterval valueAddedModuleData:ValueAddedModuleData[]`,
  TranslatedString: 'language value',
  UpcomingNotification: 'enableNotification:boolean',
  Uri: 'description id localizedDescription:LocalizedString uri',
  ValueAddedModuleData: `
    body:LocalizedString header:LocalizedString image:Image sortIndex:integer uri
    viewConstraints:ModuleViewConstraints`,
} as const;

/** The type of a key: `string`, `boolean`, `integer`, `number`, or the name of a part. */
export interface KeyType {
  readonly type: string;
  readonly isList: boolean;
  /** The words of an enumeration; null: any text. */
  readonly words: readonly string[] | null;
}

function read(text: string): ReadonlyMap<string, KeyType> {
  const keys = text.trim().split(/\s+/);
  return new Map(keys.map((key): [string, KeyType] => typed(key)));
}

function typed(key: string): [string, KeyType] {
  const [enumerated, words] = key.split('=');
  if (words !== undefined) return [enumerated!, { type: 'string', isList: false, words: words.split('|') }];
  const [name, type = 'string'] = key.split(':');
  const isList = type.endsWith('[]');
  return [name!, { type: isList ? type.slice(0, -2) : type, isList, words: null }];
}

/** Part or resource, such as `LoyaltyObject` -> its keys. */
export const GOOGLE_TYPES: ReadonlyMap<string, ReadonlyMap<string, KeyType>> = new Map(
  Object.entries(TABLE).map(([name, text]) => [name, read(text)]),
);
