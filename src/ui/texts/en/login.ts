// The words of the login form, in English.

export const login = {
  title: 'Log in',
  heading: 'Log in to Passwright',
  email: 'E-mail',
  password: 'Password',
  submit: 'Log in',
  tooMany: (duration: string) => `Too many logins failed. Please wait ${duration}, then try again.`,
  firstStart: 'The first start of the server printed the e-mail and password of the first account.',
  forPrograms: 'What programs can call:',
  api: 'The API',
};
