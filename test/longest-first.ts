// Which files of a run begin first: those that take half a minute or more. Vitest does not know them on
// a machine that has not run them before, and begins with the largest files: at the end one worker
// would still have a minute to go while the others have nothing left.
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders and files below test/, the longest first. */
const LONG = [
  'store/sqlite.test.ts',
  'pages/workshop-every-page',
  'pages/living-card',
  'fuzz/',
  'scenarios/workers',
  'readme',
  'regular-expressions',
  'scenarios/stop',
  'deploy/package',
  'store/backup',
  'deploy/proxies',
  'ledger/',
  'pages/looks',
  'passkit/parameters',
  'scenarios/',
  'deploy/',
  'store/postgres',
  'http/guide-workshop',
  'pages/',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const path = relative(import.meta.dirname, moduleId);
      const place = LONG.findIndex((beginning) => path.startsWith(beginning));
      return place < 0 ? LONG.length : place;
    };
    // A worker is shared by files of one project, so projects stay together.
    const projects = [...new Set(others.map(({ project }) => project.name))];
    return projects.flatMap((name) =>
      others.filter(({ project }) => project.name === name).toSorted((one, other) => rank(one) - rank(other)),
    );
  }
}
