// The port to facts about the machine and the installed program, for the operator's page.

export interface InstallationFacts {
  readonly version: string;
  /** Of Node, with a v in front. */
  readonly node: string;
  /** How the program came here, which decides how it is updated. */
  readonly kind: 'git' | 'docker' | 'npm';
  /** The folder of the program. */
  readonly folder: string;
  /** Of the disk that holds the database, in bytes. */
  readonly diskFree: number;
  readonly diskTotal: number;
  /** The database with its log, in bytes. */
  readonly databaseBytes: number;
}

export interface Installation {
  look(): Promise<InstallationFacts>;
}
