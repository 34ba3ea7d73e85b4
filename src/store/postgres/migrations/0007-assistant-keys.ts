// Lets API keys be those of assistants, with a role.

export const assistantKeys = `
ALTER TABLE api_keys DROP CONSTRAINT api_keys_surface_check;
ALTER TABLE api_keys ADD CONSTRAINT api_keys_surface_check CHECK (surface IN ('passkit', 'pass2u', 'mcp'));
ALTER TABLE api_keys ADD COLUMN role text COLLATE "C" CHECK ((role IS NOT NULL) = (surface = 'mcp'));
`;
