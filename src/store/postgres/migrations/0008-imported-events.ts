// Adds the keys of events that were imported from a file, so that the same file twice adds nothing.

export const importedEvents = `
-- A key stays when its event is purged, and goes with its pass.
CREATE TABLE imported_events (
  pass_id bigint NOT NULL REFERENCES passes (id) ON DELETE CASCADE,
  key text COLLATE "C" NOT NULL,
  event_id bigint REFERENCES events (id) ON DELETE SET NULL,
  PRIMARY KEY (pass_id, key)
);
CREATE INDEX imported_events_event ON imported_events (event_id);
`;
