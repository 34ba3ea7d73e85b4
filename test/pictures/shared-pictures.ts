// The pool that the test apps of one worker share, because its processes take a while to start. They
// end when the worker does.
import { pathToFileURL } from 'node:url';
import { openPictures, type PictureOptions } from '../../src/pictures/pool.ts';
import type { Pictures } from '../../src/ports/pictures.ts';
import { builtProgram, startedDataDir } from '../made.ts';

let shared: Pictures | null = null;

export function sharedPictures(): Pictures {
  shared ??= openTestPictures();
  return shared;
}

/** A pool of its own; its processes run the built program, which starts faster than the sources. */
export function openTestPictures(options: PictureOptions = {}): Pictures {
  const isBuilt = startedDataDir() !== null;
  return openPictures({
    ...(isBuilt ? { entry: pathToFileURL(builtProgram('pictures/child.ts')).href } : {}),
    ...options,
  });
}
