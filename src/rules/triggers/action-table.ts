// The trigger actions as data: their spellings, and their fields with type, purpose and error
// message. `actions.ts` reads actions by this table, and a form that edits actions can ask for the
// same fields.

interface FieldBase {
  /** Whether the action needs the field. */
  readonly required: boolean;
  /** The purpose of the field: a sentence for owners. */
  readonly explanation: string;
}

interface ConditionField extends FieldBase {
  readonly type: 'condition';
}
/** Its mistakes are those of its text. */
interface ExpressionField extends FieldBase {
  readonly type: 'expression';
  readonly required: false;
}
interface TruthField extends FieldBase {
  readonly type: 'truth';
  readonly required: false;
  readonly fault: string;
}
/** Accepts any value, so it needs no error message. */
interface FreeField extends FieldBase {
  readonly type: 'json';
  readonly required: false;
}
interface CheckedField extends FieldBase {
  readonly type: 'path' | 'json' | 'amount' | 'url' | 'headers' | 'name' | 'delay' | 'actions' | 'event';
  /**
   * The error message when the field is missing or unusable; `{action}` stands for the action as
   * its owner wrote it.
   */
  readonly fault: string;
  /** The field that may stand in place of this one. */
  readonly unless?: string;
}
interface ChoiceField extends FieldBase {
  readonly type: 'choice';
  /** In capitals; the first one is the default. */
  readonly choices: readonly [string, ...string[]];
  readonly fault: string;
}

/** A field of an action. Its type says what it holds; `read-field.ts` reads each type. */
export type ActionField = ConditionField | ExpressionField | TruthField | FreeField | CheckedField | ChoiceField;
export type FieldType = ActionField['type'];

interface ActionRow {
  /**
   * Other names that circulate for the action, because the guide lost two of the names
   * (semantics.md).
   */
  readonly alsoWritten: readonly string[];
  readonly explanation: string;
  /** In the order of their checks. */
  readonly fields: Readonly<Record<string, ActionField>>;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const;

const PSConditions = {
  type: 'condition',
  required: false,
  explanation: 'The action runs only where this condition is true at that moment.',
} as const satisfies ActionField;

const PSPaused = {
  type: 'truth',
  required: false,
  explanation: 'When it is true, the action does not run, and the trace says so.',
  fault: 'PSPaused is true or false.',
} as const satisfies ActionField;

const expression = {
  type: 'expression',
  required: false,
  explanation:
    'Calculates the value in the language of conditions, in place of a value that is given: {points} * 2, today + 1 year.',
} as const satisfies ActionField;

const TARGET_MISSING = '{action} needs a "targetPath": an API path.';

/**
 * To add an action, add a row: the compiler then asks for its shape, how it runs and which of its
 * texts are checked.
 */
export const ACTIONS = {
  PSActionSetValue: {
    alsoWritten: [],
    explanation: 'Sets a value of the pass.',
    fields: {
      PSConditions,
      PSPaused,
      targetPath: {
        type: 'path',
        required: true,
        explanation: 'The API path of the value to set.',
        fault: TARGET_MISSING,
      },
      value: {
        type: 'json',
        required: true,
        explanation:
          'The new value, in which magic strings are replaced when the action runs. null removes what was set on the pass.',
        fault: 'PSActionSetValue needs a "value"; null removes what was set on the pass.',
        unless: 'expression',
      },
      expression,
    },
  },
  PSActionIncrementValue: {
    alsoWritten: [],
    explanation: 'Adds to a number of the pass.',
    fields: {
      PSConditions,
      PSPaused,
      targetPath: {
        type: 'path',
        required: true,
        explanation: 'The API path of the number. A text that is no number counts as 0.',
        fault: TARGET_MISSING,
      },
      amount: {
        type: 'amount',
        required: true,
        explanation: 'What is added: a number, also one below 0, or a magic string.',
        fault: 'PSActionIncrementValue needs an "amount": a number or a magic string.',
        unless: 'expression',
      },
      expression,
    },
  },
  PSActionURL: {
    alsoWritten: ['PSActionUrl', 'PSActionOpenURL'],
    explanation: 'Calls a web service, which may change the pass before the next action runs.',
    fields: {
      PSConditions,
      PSPaused,
      url: {
        type: 'url',
        required: true,
        explanation: 'The address, in which magic strings are replaced.',
        fault: 'PSActionURL needs a "url" that begins with http:// or https:// or with a magic string.',
      },
      method: {
        type: 'choice',
        required: false,
        explanation: 'The method of the request; GET when it is left out.',
        choices: METHODS,
        fault: `method is one of ${METHODS.join(', ')}.`,
      },
      headers: {
        type: 'headers',
        required: false,
        explanation: 'More headers of the request, from name to text.',
        fault: 'headers is a JSON object from header name to text.',
      },
      body: {
        type: 'json',
        required: false,
        explanation: 'What is sent: a text as a form, unless a header says otherwise, anything else as JSON.',
      },
      sign: {
        type: 'truth',
        required: false,
        explanation:
          'When it is true, the headers webhook-id, webhook-timestamp and webhook-signature sign the request with the secret for URL actions of the account.',
        fault: 'sign is true or false.',
      },
      retry: {
        type: 'truth',
        required: false,
        explanation:
          'When it is true, a request that fails, or is answered with 429 or from 500 on, is tried again for three days, beside the run.',
        fault: 'retry is true or false.',
      },
    },
  },
  PSActionTriggers: {
    alsoWritten: ['PSActionRunTriggers', 'PSActionSubroutine'],
    explanation: 'Runs the actions that a value of the pass holds.',
    fields: {
      PSConditions,
      PSPaused,
      targetPath: {
        type: 'path',
        required: true,
        explanation: 'The API path of the value that holds them: an action or a JSON array of actions.',
        fault: TARGET_MISSING,
      },
    },
  },
  PSActionLater: {
    alsoWritten: [],
    explanation: 'Runs actions after a delay. The same name that waits already begins to wait anew.',
    fields: {
      PSConditions,
      PSPaused,
      name: {
        type: 'name',
        required: true,
        explanation: 'A name that no other PSActionLater of the template has.',
        fault: 'PSActionLater needs a "name" of at most 60 characters.',
      },
      delay: {
        type: 'delay',
        required: true,
        explanation: 'How long to wait: a number and minutes, hours, days, weeks, months or years, such as 2 hours.',
        fault: 'PSActionLater needs a "delay" such as "2 hours" or "3 days", of ten years at most.',
      },
      actions: {
        type: 'actions',
        required: true,
        explanation: 'The action or actions that run then; none of them can be a PSActionLater.',
        fault: 'PSActionLater needs "actions": an action, or a JSON array of them.',
      },
      cancelledBy: {
        type: 'event',
        required: false,
        explanation: 'An event, such as onScan, after which the actions do not run any more.',
        fault: 'cancelledBy is the name of an event, such as onScan.',
      },
    },
  },
} as const satisfies Record<string, ActionRow>;

export type ActionName = keyof typeof ACTIONS;

export const ACTION_NAMES = Object.keys(ACTIONS) as ActionName[];

/** Every way to write an action -> the action. */
export const ACTION_SPELLINGS: ReadonlyMap<string, ActionName> = new Map(
  ACTION_NAMES.flatMap((name) => [name, ...ACTIONS[name].alsoWritten].map((spelling) => [spelling, name] as const)),
);
