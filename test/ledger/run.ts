// `npm run ledger [-- --rounds N] [--clients N] [--items N]`: servers fail while clients scan, edit,
// create, register and ask for mails; prints what was acknowledged, and what of it was lost or
// doubled. Ends with 1 when anything was.
import { parseArgs } from 'node:util';
import { endFile } from '../clean-up.ts';
import makeOnce from '../made-once.ts';
import { runLedger } from './ledger.ts';

const number = (otherwise: string) => ({ type: 'string', default: otherwise }) as const;
const { values } = parseArgs({
  options: { rounds: number('5'), clients: number('16'), items: number('400'), refusals: number('100') },
});

const removeBuilt = await makeOnce();
try {
  const started = performance.now();
  const { lines, failures, disk, broken, refused } = await runLedger({
    rounds: Number(values.rounds),
    clients: Number(values.clients),
    items: Number(values.items),
    refusals: Number(values.refusals),
    onFailure: (failure, acknowledged) => process.stdout.write(`${failure}: ${acknowledged} items acknowledged\n`),
  });
  const cells = (row: readonly (string | number)[]) =>
    row.map((cell, at) => (at === 0 ? String(cell).padEnd(14) : String(cell).padStart(14))).join('');
  process.stdout.write(`\n${cells(['kind', 'acknowledged', 'lost', 'doubled', 'sent again'])}\n`);
  for (const { kind, acknowledged, lost, doubled, again } of lines) {
    process.stdout.write(`${cells([kind, acknowledged, lost, doubled, again ?? '-'])}\n`);
  }
  const happened = Object.entries(failures).map(([failure, times]) => `${failure} ${times} times`);
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stdout.write(
    `\n${happened.join(', ')}. Disk: ${disk}.\n${broken} requests without an answer, ${refused} refused, ${seconds} s.\n`,
  );
  const wrong = lines.reduce((sum, { lost, doubled }) => sum + lost + doubled, 0);
  process.stdout.write(`${wrong} lost or doubled\n`);
  process.exitCode = wrong > 0 ? 1 : 0;
} finally {
  await endFile();
  await removeBuilt();
}
