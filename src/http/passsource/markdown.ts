// The README of this surface: the same reference as the page, for readers of the repository.
import type { Reference, ReferenceFunction, ReferenceRow } from '../../ui/reference.tsx';
import { KEYS_EXPLAINED } from './sentences.ts';

/** Ends with a line break. */
export function markdown({ introduction, topics, keys = [], errors }: Reference): string {
  const contents = topics.map(
    ({ name, functions }) =>
      `| ${name} | ${functions.map((each) => `[${each.name}](#${each.name.toLowerCase()})`).join(' ')} |`,
  );
  return [
    '# The PassSource surface',
    'Made by `npm run reference` from the entries that validate and run the functions; a running server shows the same page at `/docs` and ' +
      'an OpenAPI document at `/openapi.json`. Tests compare every answer with this document, and run every line to try.',
    ...introduction,
    ['| topic | functions |', '| --- | --- |', ...contents].join('\n'),
    ...topics.flatMap(({ name, functions }) => [`## ${name}`, ...functions.flatMap(described)]),
    ...(keys.length === 0 ? [] : ['## Keys of a template', KEYS_EXPLAINED]),
    ...table('key', keys, ({ type }) => type),
    '## Error codes',
    [
      '| code | HTTP | message |',
      '| --- | --- | --- |',
      ...errors.map(({ code, status, message }) => `| \`${code}\` | ${status} | ${message} |`),
    ].join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

function described({ name, summary, description, access, parameters, answer, curl }: ReferenceFunction): string[] {
  return [
    `### ${name}`,
    [summary, description, access].filter(Boolean).join(' '),
    ...table('parameter', parameters, (row) => (row.isNeeded ? `**${row.type}**` : row.type)),
    ...table('answer', answer, (row) => (row.isNeeded ? row.type : `${row.type}, not always`)),
    `\`\`\`sh\n${curl}\n\`\`\``,
  ];
}

/** Empty when there are no rows. Types of required parameters are bold. */
function table(title: string, rows: readonly ReferenceRow[], typeOf: (row: ReferenceRow) => string): string[] {
  if (rows.length === 0) return [];
  const lines = rows.map((row) => `| \`${row.name}\` | ${typeOf(row)} | ${row.text} |`);
  return [[`| ${title} | type | |`, '| --- | --- | --- |', ...lines].join('\n')];
}
