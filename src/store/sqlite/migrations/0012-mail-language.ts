// Mails in the language of their readers.

export const mailLanguage = `
ALTER TABLE mails ADD COLUMN language TEXT;
`;
