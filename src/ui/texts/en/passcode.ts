// The words of the form that asks for a passcode, in English.

export const passcode = {
  title: 'This pass has a passcode',
  hint: 'Enter it to see the pass and to add it to your phone. Whoever gave you the link can tell you the passcode.',
  passcode: 'Passcode',
  open: 'Show the pass',
  wrong: 'This passcode is not right. Try again.',
  tooMany: (duration: string) => `There were too many wrong passcodes. Please wait ${duration}, then try again.`,
};
