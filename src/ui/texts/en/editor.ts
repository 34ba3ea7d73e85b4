// The words of the editor of a pass, with its devices and its history, in English.

import type { ShownEvent } from '../../../operations/passes/show-pass.ts';
import type { ValueFault } from '../../../rules/forms/changed-value.ts';
import type { EventName } from '../../../rules/passes/facts.ts';

export const editor = {
  title: 'Edit',
  save: 'Save',
  saved: 'Saved. The pass was changed, and its devices are told.',
  unchanged: 'Saved. Nothing on the pass changed.',
  stopped: 'A trigger stopped the edit. What you entered is on the pass already; the edit was not logged.',
  failed: 'Nothing was saved.',
  nothing: 'This pass has no values to edit. Name their API paths in the additional property psEditorPaths.',
  unknown: 'psEditorPaths names what this template does not have:',
  paused: 'The triggers of this template are paused: saving runs none.',
  onPass: 'On the pass:',
  open: 'Open the pass',
  devices: 'Devices',
  noDevices: 'No phone has this pass yet.',
  since: 'since',
  notPushed: 'not pushed to yet',
  pushed: 'last push',
  accepted: 'taken by APNs',
  history: 'History',
  noEvents: 'Nothing has happened to this pass yet.',
  older: (count: number) => `${count} older events are not shown.`,
  notLogged: 'not logged',
  why: 'What happened, and why',
  outcomes: {
    fired: 'triggers ran',
    skipped: 'no action ran',
    error: 'a trigger failed',
    stopped: 'stopped by a trigger',
  } satisfies Record<ShownEvent['outcome'], string>,
  events: {
    onCheck: 'Checked',
    onCreate: 'Created',
    onInstall: 'Added to a device',
    onDeviceUpdate: 'Fetched by a device',
    onRegister: 'Registered',
    onDelete: 'Removed from a device',
    onScan: 'Scanned',
    onEdit: 'Edited',
    push: 'Pushed',
    onSchedule: 'Reached by a schedule',
    onPersonalize: 'Personal details given',
  } satisfies Record<EventName, string>,
  deniedTitle: 'This editor is for the owner of the pass',
  loginFirst: 'Log in with the account that owns the pass or manages its owner. It then goes on here.',
  otherAccount: 'The account you are logged in with neither owns this pass nor manages its owner.',
  /** The mistake in one field; `present` is the value that the pass has now. */
  faults: {
    changed: (label: string, present: string) =>
      `${label} was changed by somebody else meanwhile and is ${present} now. Look at it and save again.`,
    number: (label: string) => `${label} must be a number, such as 2.5.`,
    json: (label: string) => `${label} must be a JSON array or object.`,
  } satisfies Record<ValueFault, (label: string, present: string) => string>,
};
