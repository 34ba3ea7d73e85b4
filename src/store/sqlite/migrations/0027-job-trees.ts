// Stores each job in one tree, by its kind, subject and key, and in the order in which jobs are due.
// Before, a new job wrote a page of its row, of two indexes and of the sequence of ids, and a job
// that joined a waiting one wrote the sequence too.

export const jobTrees = `
-- Jobs keep their ids, and those of jobs that are done do not come back.
INSERT INTO counters (name, value)
SELECT 'job', coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'jobs'), 0);
CREATE TABLE job_trees (
  kind TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  id INTEGER NOT NULL,
  update_tag INTEGER NOT NULL,
  run_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  cursor INTEGER NOT NULL DEFAULT 0,
  told INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, subject_id, key)
) STRICT, WITHOUT ROWID;
INSERT INTO job_trees (kind, subject_id, key, id, update_tag, run_at, attempts, cursor, told)
  SELECT kind, subject_id, key, id, update_tag, run_at, attempts, cursor, told FROM jobs
  ORDER BY kind, subject_id, key;
DROP TABLE jobs;
ALTER TABLE job_trees RENAME TO jobs;
CREATE INDEX jobs_run_at ON jobs (run_at, id);
`;
