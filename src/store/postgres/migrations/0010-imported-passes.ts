// Lets passes of other products keep the serial numbers and addresses that phones know them by. Two
// products may have given one serial number, so it is unique among the passes of a pass type.

export const importedPasses = `
ALTER TABLE passes ADD COLUMN imported_serial_number text COLLATE "C";
ALTER TABLE passes ADD COLUMN web_service_url text COLLATE "C";
CREATE UNIQUE INDEX passes_imported ON passes (imported_serial_number, pass_type_identifier)
  WHERE imported_serial_number IS NOT NULL;
ALTER TABLE withdrawn_passes ADD COLUMN imported_serial_number text COLLATE "C";
CREATE INDEX withdrawn_passes_imported ON withdrawn_passes (imported_serial_number)
  WHERE imported_serial_number IS NOT NULL;
`;
