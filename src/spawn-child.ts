// Starts a process of this program's own that runs one module and talks over IPC, so that it can be
// killed when its work takes too long.
import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `entry`: the file:// URL of the module. `mostHeap`: the limit of its JavaScript heap, in MiB. */
export function spawnChild(entry: string, mostHeap: number): ChildProcess {
  const file = fileURLToPath(entry);
  // In development the process runs sources, so it needs tsx to compile them.
  const loader = file.endsWith('.ts') ? ['--import', 'tsx'] : [];
  return spawn(process.execPath, [`--max-old-space-size=${mostHeap}`, ...loader, file], {
    // Node resolves `--import tsx` from this directory.
    cwd: dirname(file),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
}

/** Sets whether the child holds the process that started it open. */
export function hold(child: ChildProcess, isHeld: boolean): void {
  // The pipe is a socket, whatever its type says.
  for (const handle of [child, child.channel, child.stderr as Socket | null]) {
    if (isHeld) handle?.ref();
    else handle?.unref();
  }
}

/** The address of `child.ts` beside a module, or of the file compiled from it. */
export function childBeside(module: string): string {
  return new URL(module.endsWith('.ts') ? './child.ts' : './child.js', module).href;
}
