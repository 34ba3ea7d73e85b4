// Adds the sessions of browsers that logged out, so that a copied cookie ends with the session.

export const endedSessions = `
CREATE TABLE ended_sessions (
  id TEXT NOT NULL PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ended_sessions_expiry ON ended_sessions (expires_at);
`;
