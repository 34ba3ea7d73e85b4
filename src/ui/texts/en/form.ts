// The words of form fields, on every page with a form, in English.

export const form = {
  summary: (count: number) => (count === 1 ? 'One field needs another look' : `${count} fields need another look`),
  choose: 'Please choose',
  none: 'No answer',
  less: (label: string, step: string) => `${label}: ${step} less`,
  more: (label: string, step: string) => `${label}: ${step} more`,
  picture: 'A PNG, JPEG, WebP or GIF file',
  picturePresent: 'The present picture. Choose a file to replace it.',
  pictureKept: 'Your picture has arrived. Choose a file only to replace it.',
  /** What guests call the places that every pass has, for an owner who gives no PSLabel. */
  places: {
    backgroundColor: 'Background colour',
    foregroundColor: 'Text colour',
    labelColor: 'Label colour',
    logoText: 'Text beside the logo',
    description: 'Description',
    organizationName: 'Organisation',
    expirationDate: 'Valid until',
    relevantDate: 'Date',
    barcode_message: 'Content of the code',
    barcode_altText: 'Text below the code',
    images_logo: 'Logo',
    images_icon: 'Icon',
    images_strip: 'Picture',
    images_thumbnail: 'Picture',
    images_background: 'Background picture',
    images_footer: 'Picture below',
  },
};
