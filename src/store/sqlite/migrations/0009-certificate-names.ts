// Adds the public ids of certificates, for the PassKit surface, and the names that owners give
// them.

export const certificateNames = `
ALTER TABLE certificates ADD COLUMN public_id TEXT NOT NULL DEFAULT '';
ALTER TABLE certificates ADD COLUMN name TEXT;
ALTER TABLE certificates ADD COLUMN description TEXT;
-- Those that are here already get one now; all others come with theirs.
UPDATE certificates SET public_id = lower(hex(randomblob(16)));
CREATE UNIQUE INDEX certificates_public ON certificates (public_id);
`;
