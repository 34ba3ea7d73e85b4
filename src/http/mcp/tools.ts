// The tools that assistants may call. Each calls the operation of a page with the rights of its key,
// and answers plain JSON.
import { z } from 'zod';
import { requireRight } from '../../operations/access/caller.ts';
import { recordAct } from '../../operations/accounts/audit.ts';
import { type ListedRun, listRuns, listRunsOf } from '../../operations/events/list-runs.ts';
import { showRun } from '../../operations/events/show-run.ts';
import { describeTrial } from '../../operations/events/tried.ts';
import { tryRules } from '../../operations/events/try-rules.ts';
import { cardCode } from '../../operations/templates/card-code.ts';
import { LONGEST_NOTE, type OpenDraft, openDraft, publishDraft } from '../../operations/templates/drafts.ts';
import { draftCode, requireEditable, saveCode } from '../../operations/templates/edit-code.ts';
import { cardRules, type RuleList } from '../../operations/templates/rules.ts';
import { constructorDiagnostics } from '../../operations/templates/save-template.ts';
import { listTemplates } from '../../operations/templates/template-list.ts';
import { MOST_TIMES } from '../../rules/checks/check.ts';
import { TRIGGER_EVENTS } from '../../rules/passes/facts.ts';
import { happeningNamed } from '../../rules/schedules/due.ts';
import { SPECIAL_STRINGS } from '../../rules/vocabulary.ts';
import { parseJsonObject } from '../../template-files/json.ts';
import { type Tool, tool } from './tool.ts';

/** The most runs of an answer, and the most faults of a card. */
const MOST_RUNS = 50;
const MOST_FAULTS = 100;

const templateHash = z.string().describe('The templateHash of the card, from list_templates.');
const hashedSerialNumber = z.string().optional().describe('The hashedSerialNumber of one pass; absent: see above.');
const revision = z.string().describe('The revision that read_template or propose_draft gave.');

export const TOOLS: readonly Tool[] = [
  tool({
    name: 'list_templates',
    title: 'List the cards',
    description:
      'Lists the templates (cards) of the account: hash, name, number of passes, whether the rules are paused.',
    needs: 'reader',
    changes: false,
    input: z.object({}),
    run: async ({ context, assistant: { caller } }) => ({
      templates: await listTemplates(context, requireRight(context, caller, 'see')),
    }),
  }),
  tool({
    name: 'read_template',
    title: 'Read a card',
    description:
      'Reads one card as it is edited, which is its draft where there is one: the JSON as a text, its rules as sentences, what is wrong in it, and the revision to send with propose_draft.',
    needs: 'reader',
    changes: false,
    input: z.object({ templateHash }),
    run: async (call, given) => {
      const { context, assistant, words } = call;
      const { lists } = await cardRules(context, assistant.caller, given.templateHash, words);
      const { open, json, isCut } = await draftCode(context, assistant.caller, given.templateHash);
      return { ...(await draftFacts(open)), rules: lists.map(ruleList), json, isCut };
    },
  }),
  tool({
    name: 'list_paths',
    title: 'List API paths',
    description:
      'Lists the API paths of the published card with the beginnings of their values. Magic strings such as {path}, conditions, and the targetPath of actions name them; the special strings can be named too.',
    needs: 'reader',
    changes: false,
    input: z.object({ templateHash }),
    run: async ({ context, assistant }, given) => {
      const { paths, pathCount, warnings } = await cardCode(context, assistant.caller, given.templateHash);
      return { paths, pathCount, specialStrings: SPECIAL_STRINGS, warnings: warnings.slice(0, MOST_FAULTS) };
    },
  }),
  tool({
    name: 'simulate',
    title: 'Try an event',
    description:
      'Says what an event would do to a pass, and why: the rules in their order with what each saw, what changes, what the till shows, which requests would be sent. Stores, sends and pushes nothing.',
    needs: 'reader',
    changes: false,
    input: z.object({
      templateHash,
      event: z
        .union([z.enum(TRIGGER_EVENTS), z.string().regex(/^(?:schedule|later):/)])
        .describe(
          'What happens; onScan is a scan at the till, schedule:Birthday that a schedule runs, later:Reminder that the wait of a PSActionLater is over.',
        ),
      rules: z.enum(['draft', 'published']).optional().describe('Absent: the draft, where there is one.'),
      hashedSerialNumber: hashedSerialNumber.describe('The pass to try it with; absent: a new pass.'),
      run: z.int().min(1).optional().describe('A run from list_runs, to try it again with the values of its moment.'),
      times: z.int().min(1).max(MOST_TIMES).default(1).describe('How often the event happens.'),
      set: z.record(z.string(), z.string()).default({}).describe('Values to set before the event, by API path.'),
      at: z.iso.datetime({ offset: true }).optional().describe('When it happens; absent: now.'),
    }),
    run: async ({ context, assistant, words }, given) => {
      const page = await tryRules(context, assistant.caller, words, {
        templateHash: given.templateHash,
        rules: given.rules ?? null,
        ...happeningNamed(given.event)!,
        times: given.times,
        pass: given.hashedSerialNumber ?? null,
        run: given.run ?? null,
        set: given.set,
        at: given.at === undefined ? null : Date.parse(given.at),
      });
      if (page.result === null) throw page.fault!;
      const span = { run: null, actions: null };
      const tried = await describeTrial(context, page.trial, page.result, span, words);
      const { runs, isCut, steps, omitted, changes, till, stopped, isPushed, requests } = tried;
      const beside = { rules: page.rules.which, rulesPaused: page.card.template.triggersPaused, at: timeOf(page.at) };
      return { ...beside, runs, isCut, steps, omitted, changes, till, stopped, isPushed, requests };
    },
  }),
  tool({
    name: 'list_runs',
    title: 'List what happened',
    description:
      'Lists events and what came of each in one sentence, newest first: of all cards, of one card, or of one pass.',
    needs: 'reader',
    changes: false,
    input: z.object({
      templateHash: templateHash.optional().describe('Only runs of this card; counts for nothing with a pass.'),
      hashedSerialNumber: hashedSerialNumber.describe('Only runs of this pass.'),
      result: z.enum(['changed', 'unchanged', 'failed', 'stopped']).optional().describe('Not with a pass.'),
      before: z.int().min(1).optional().describe('The next of an earlier answer; absent: the newest runs.'),
      count: z.int().min(1).max(MOST_RUNS).default(20),
    }),
    run: async ({ context, assistant: { caller }, words }, given) => {
      const page = { before: given.before, count: given.count };
      const filter = {
        ...(given.templateHash === undefined ? {} : { templateHash: given.templateHash }),
        ...(given.result === undefined ? {} : { result: given.result }),
      };
      const { runs, next } =
        given.hashedSerialNumber === undefined
          ? await listRuns(context, caller, words, filter, page)
          : await listRunsOf(context, caller, words, given.hashedSerialNumber, page);
      return { runs: runs.map(runFacts), next };
    },
  }),
  tool({
    name: 'explain_run',
    title: 'Explain what happened',
    description:
      'Explains one run: what happened or why nothing did, and each rule in its order with whether it applied and which values it saw.',
    needs: 'reader',
    changes: false,
    input: z.object({ run: z.int().min(1).describe('The id of the run, from list_runs.') }),
    run: async ({ context, assistant, words }, given) => {
      const run = await showRun(context, assistant.caller, words, given.run);
      return { ...runFacts(run), steps: run.steps, omitted: run.omitted };
    },
  }),
  tool({
    name: 'propose_draft',
    title: 'Write the draft of a card',
    description:
      'Replaces the draft of a card by the given JSON. Nothing is published: no phone sees it until somebody publishes the draft. Fails when somebody has changed the card since the revision was read; read it again then.',
    needs: 'author',
    changes: true,
    input: z.object({ templateHash, revision, json: z.string().describe('The whole JSON of the card, as a text.') }),
    run: async ({ context, assistant: { caller }, depth }, given) => {
      requireEditable(given.json);
      const typed = parseJsonObject(Buffer.from(given.json), 'json');
      const save = { revision: given.revision, typed, depth };
      const hasChanged = await saveCode(context, caller, given.templateHash, save);
      const open = await openDraft(context, caller, given.templateHash);
      if (hasChanged) await recordAct(context, caller, { what: 'card.draft', subject: open.snapshot.template.name });
      return { hasChanged, ...(await draftFacts(open)) };
    },
  }),
  tool({
    name: 'publish_draft',
    title: 'Publish the draft of a card',
    description:
      'Makes the draft the next version of the card, which every pass then shows. Fails when the draft has errors, when a check of the card fails, or when somebody has changed the card since the revision was read.',
    needs: 'publisher',
    changes: true,
    input: z.object({
      templateHash,
      revision,
      note: z.string().max(LONGEST_NOTE).default('').describe('What the version is for.'),
      notice: z.boolean().default(false).describe('Whether phones are told now; else each asks by and by.'),
    }),
    run: async ({ context, assistant }, { templateHash: hash, ...given }) =>
      publishDraft(context, assistant.caller, hash, { ...given, overrule: false }),
  }),
];

async function draftFacts({ snapshot, draft, passConstructor, revision: present }: OpenDraft) {
  const { template } = snapshot;
  const diagnostics = await constructorDiagnostics(passConstructor);
  return {
    templateHash: template.hash,
    name: template.name,
    rulesPaused: template.triggersPaused,
    version: template.version,
    revision: present,
    draft: draft && { by: draft.editedBy, at: timeOf(draft.editedAt) },
    diagnostics: diagnostics.slice(0, MOST_FAULTS).map(({ path, severity, message }) => ({ path, severity, message })),
  };
}

function ruleList({ title, rules }: RuleList) {
  return {
    when: title,
    rules: rules.map(({ number, condition, orders, paused, use, faults }) => ({
      number,
      onlyIf: condition,
      orders,
      paused,
      lastApplied: use === null || use.appliedAt === null ? null : timeOf(use.appliedAt),
      faults: faults.map(({ severity, message }) => ({ severity, message })),
    })),
  };
}

/** A run without the name of the customer, which explains nothing. */
function runFacts({ id, event, time, outcome, sentence, card, customer, version, logged, till }: ListedRun) {
  return {
    run: id,
    event,
    time: timeOf(time),
    outcome,
    counts: logged,
    sentence,
    till,
    templateHash: card.hash,
    version,
    hashedSerialNumber: customer?.hash ?? null,
  };
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
