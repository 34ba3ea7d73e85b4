// Has the words of passes found anew where a rule may count: numbers that rules count are no words of a
// pass any more.

export const countedWords = `
INSERT INTO jobs (kind, subject_id, key, id, update_tag, run_at, attempts)
SELECT 'index_passes', t.id, '', (SELECT value FROM counters WHERE name = 'job') + t.id, 0, 0, 0
FROM templates t JOIN template_versions v ON v.template_id = t.id AND v.version = t.version
WHERE instr(v.pass_constructor, 'PSActionIncrementValue') > 0
ON CONFLICT (kind, subject_id, key) DO NOTHING;
UPDATE counters SET value = value + coalesce((SELECT max(id) FROM templates), 0) WHERE name = 'job';
`;
