// Caches compiled templates by version, the most recently used ones. Versions never change, so no
// entry goes stale.
import { LRUCache } from 'lru-cache';
import { AppError } from '../errors.ts';
import type { Spans } from '../ports/spans.ts';
import type { Store } from '../ports/store/store.ts';
import type { Template } from '../ports/store/templates.ts';
import type { Program } from '../rules/templates/program.ts';
import { compileSteps } from '../rules/templates/template.ts';
import { inTurns } from './next-turn.ts';

type Version = Pick<Template, 'id' | 'version'>;

export interface Programs {
  /**
   * The program, if it is in the cache: for decisions, which cannot wait. Throws ProgramNeeded when
   * it is not.
   */
  at(version: Version): Program;
  /** Reads and compiles the version unless it is in the cache. Fails with `template_not_found`. */
  load(version: Version): Promise<Program>;
}

/** Thrown by `at` inside a store's decision: load the program, then ask the store again. */
export class ProgramNeeded extends Error {
  readonly version: Version;
  constructor(version: Version) {
    super(`template ${version.id} version ${version.version} is not compiled yet`);
    this.version = version;
  }
}

/** The most compiled templates in the cache; one takes some tens of kilobytes. */
const MOST_PROGRAMS = 500;

export function createPrograms(store: Pick<Store, 'templateVersion'>, spans: Spans): Programs {
  const programs = new LRUCache<string, Program>({ max: MOST_PROGRAMS });
  const keyOf = (version: Version) => `${version.id}:${version.version}`;
  return {
    at(version) {
      const program = programs.get(keyOf(version));
      if (program === undefined) throw new ProgramNeeded(version);
      return program;
    },
    async load(version) {
      const known = programs.get(keyOf(version));
      if (known !== undefined) return known;
      const passConstructor = await store.templateVersion(version.id, version.version);
      if (passConstructor === null) throw new AppError('template_not_found');
      const about = { 'passwright.template': version.id, 'passwright.version': version.version };
      const { program } = await spans.span('compileTemplate', about, () => inTurns(compileSteps(passConstructor)));
      programs.set(keyOf(version), program);
      return program;
    },
  };
}

/**
 * Calls a store's method whose decision uses programs. When a program is missing, loads it and
 * calls again.
 */
export async function withPrograms<T>(programs: Programs, call: () => Promise<T>): Promise<T> {
  // Try again, because a template may be saved between two tries; more than a few times in a row is
  // no race.
  for (let tries = 0; ; tries++) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ProgramNeeded) || tries >= 10) throw error;
      await programs.load(error.version);
    }
  }
}
