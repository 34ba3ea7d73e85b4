// The API functions about the caller: login, logout and the account.
import { z } from 'zod';
import { requireRight } from '../../operations/access/caller.ts';
import { clientHashOf } from '../../operations/access/client-hash.ts';
import { login as logIn } from '../../operations/access/login.ts';
import { clientInfo as infoOfClient } from '../../operations/accounts/client-info.ts';
import { apiFunction } from './api-function.ts';
import { clientFields, clientHash } from './fields.ts';
import { shapes } from './function-parameters.ts';

export const login = apiFunction({
  summary: 'Gives the clientHash that the other functions ask for.',
  description:
    'By POST from a page of this server, or from a program, it sets a session cookie for the pages too. After ten failed attempts an account waits a quarter of an hour.',
  access: 'none',
  parameters: {
    email: shapes.text.describe('The e-mail address of the account, or of a person who may see its keys.'),
    password: shapes.secret.describe('The password.'),
  },
  answer: { clientHash: z.string() },
  example: { email: 'owner@passwright.local', password: '$PASSWORD' },
  async run({ context, throttle, address, startSession }, input) {
    const caller = await logIn(context, throttle, { ...input, address });
    // A clientHash can do all that its account can: a person gets it only with the right to see keys.
    const account = requireRight(context, caller, 'keys');
    startSession(caller);
    return { clientHash: clientHashOf(context.settings.secret, account) };
  },
});

export const logout = apiFunction({
  summary: 'Ends the session of the browser, and of every copy of its cookie.',
  description: 'The clientHash stays valid; a new password makes a new one.',
  access: 'none',
  parameters: {},
  answer: {},
  example: {},
  async run({ endSession }) {
    await endSession();
    return {};
  },
});

export const clientInfo = apiFunction({
  summary: 'Answers what is known of the account.',
  access: 'owner',
  parameters: { clientHash },
  answer: clientFields,
  example: { clientHash: '$CLIENT' },
  run: ({ context, account }) => infoOfClient(context, account),
});
