// Repairs claims of barcode messages that passes left behind: claims under the template that a pass
// moved away from, and claims of a message that opening the registration form dropped. Nobody else
// could use those messages. A moved pass claims its message under its present template, as a move
// does today.

// A pass's own message: barcode_message, else the message in an override of the whole barcode.
// Null: the pass shows its template's message. Overrides with escapes are left alone, because
// SQLite and JavaScript read a few escapes differently.
const OWN = `CASE WHEN json_valid(p.overrides)
  THEN coalesce(json_extract(p.overrides, '$.barcode_message'), json_extract(p.overrides, '$.barcode.message')) END`;
const IS_CERTAIN = `json_valid(p.overrides) AND instr(p.overrides, '\\u') = 0 AND typeof(${OWN}) IN ('text', 'null')`;

export const strayClaims = `
CREATE TEMP TABLE stray_claims AS
  SELECT c.pass_id, p.template_id, ${OWN} AS message, ${IS_CERTAIN} AS is_certain
  FROM unique_barcodes c JOIN passes p ON p.id = c.pass_id
  WHERE c.template_id <> p.template_id OR (${IS_CERTAIN} AND ${OWN} IS NOT c.message);
DELETE FROM unique_barcodes WHERE pass_id IN (SELECT pass_id FROM stray_claims);
-- Of two passes with one message the older one has it.
INSERT OR IGNORE INTO unique_barcodes (pass_id, template_id, message)
  SELECT s.pass_id, s.template_id, s.message
  FROM stray_claims s JOIN templates t ON t.id = s.template_id
    JOIN template_versions v ON v.template_id = t.id AND v.version = t.version
  WHERE s.is_certain AND s.message IS NOT NULL AND CASE WHEN json_valid(v.pass_constructor)
    THEN json_extract(v.pass_constructor, '$.barcode.PSBarcodeKind') END IN ('nonReplicable', 'random')
  ORDER BY s.pass_id;
DROP TABLE temp.stray_claims;
`;
