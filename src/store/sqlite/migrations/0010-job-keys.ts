// Lets several jobs of one kind wait for one subject, each under a key of its own.

export const jobKeys = `
CREATE TABLE keyed_jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  update_tag INTEGER NOT NULL,
  run_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  cursor INTEGER NOT NULL DEFAULT 0,
  told INTEGER NOT NULL DEFAULT 0,
  UNIQUE (kind, subject_id, key)
) STRICT;
-- Jobs keep their ids, and those of jobs that are done do not come back.
INSERT INTO sqlite_sequence (name, seq) SELECT 'keyed_jobs', seq FROM sqlite_sequence WHERE name = 'jobs';
INSERT INTO keyed_jobs (id, kind, subject_id, key, update_tag, run_at, attempts, cursor, told)
  SELECT id, kind, subject_id, '', update_tag, run_at, attempts, cursor, told FROM jobs;
DROP TABLE jobs;
ALTER TABLE keyed_jobs RENAME TO jobs;
CREATE INDEX jobs_run_at ON jobs (run_at);
`;
