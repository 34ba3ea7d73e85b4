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
};
