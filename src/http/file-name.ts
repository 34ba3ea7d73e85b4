// Names of downloads.

/** A template's name as a part of a file name that every system accepts. */
export function fileName(name: string): string {
  return (
    name
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'pass'
  );
}
