// Adds the runs of triggers that wait for a request, so that the next start logs those that the
// server did not end.

export const openRuns = `
CREATE TABLE open_runs (
  key TEXT NOT NULL PRIMARY KEY,
  pass_id INTEGER NOT NULL REFERENCES passes (id) ON DELETE CASCADE,
  cut_off TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX open_runs_pass ON open_runs (pass_id);
`;
