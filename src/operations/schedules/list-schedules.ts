// The schedules of a template: their states, their next times, and what came of their last ones.
import type { Account } from '../../ports/store/accounts.ts';
import type { TemplateSnapshot } from '../../ports/store/templates.ts';
import { timestamp } from '../../rules/paths/magic.ts';
import { keyOfSchedule, zoneOf } from '../../rules/schedules/due.ts';
import type { Schedule } from '../../rules/schedules/schedule.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import { requireTemplate } from '../access/access.ts';
import type { Context } from '../context.ts';

/** A schedule of a published template. Times are ms since 1970. */
export interface ListedSchedule {
  readonly schedule: Schedule;
  readonly zone: string;
  /** The next time at all, or of the first pass; null: none waits. */
  readonly nextAt: number | null;
  readonly last: { readonly at: number; readonly reached: number; readonly leftOut: number } | null;
}

export async function listSchedules(
  context: Context,
  { template, owner }: TemplateSnapshot,
  program: Program,
): Promise<readonly ListedSchedule[]> {
  const keys = program.schedules.map(({ name }) => keyOfSchedule(name));
  const states = await context.store.scheduleStates(template.id, keys);
  return program.schedules.map((schedule, index) => {
    const { nextAt, last } = states[index]!;
    return {
      schedule,
      zone: zoneOf(schedule, program, owner.timeZone ?? 'UTC'),
      // What waited when it was paused is found out when it is due.
      nextAt: schedule.state === 'active' ? nextAt : null,
      last,
    };
  });
}

/** templateSchedules. Fails with the codes of access and `template_not_found`. */
export async function templateSchedules(
  context: Context,
  caller: Account | null,
  templateHash: string,
): Promise<JsonObject> {
  const snapshot = await requireTemplate(context, caller, templateHash);
  const program = await context.programs.load(snapshot.template);
  const listed = await listSchedules(context, snapshot, program);
  return {
    triggersPaused: snapshot.template.triggersPaused,
    schedules: listed.map(({ schedule: { name, state }, zone, nextAt, last }) => ({
      name,
      state,
      zone,
      next: nextAt === null ? null : timestamp(nextAt),
      last: last && { time: timestamp(last.at), reached: last.reached, leftOut: last.leftOut },
    })),
  };
}
