// Adds what Pass2U needs: passcodes, barcode messages that only one pass has, and counts of passes
// by source.

export const pass2u = `
ALTER TABLE passes ADD COLUMN passcode_hash TEXT;

-- Only the passes of templates whose barcodes must differ.
CREATE TABLE unique_barcodes (
  pass_id INTEGER PRIMARY KEY REFERENCES passes (id) ON DELETE CASCADE,
  template_id INTEGER NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
  message TEXT NOT NULL,
  UNIQUE (template_id, message)
) STRICT;

-- How many passes of a template were made for each utm_source.
CREATE TABLE pass_sources (
  template_id INTEGER NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
  source TEXT NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (template_id, source)
) STRICT, WITHOUT ROWID;
`;
