// The fields that show a changed value, and whether Wallet notifies of them.
import { expect, it } from 'vitest';
import { fieldsShowing } from '../../src/rules/passes/fields-showing.ts';
import { compiled, factsWith } from '../fixtures/rules/sample-pass.ts';

const message = 'It is now %@';
const program = compiled({
  structure: {
    headerFields: [{ key: 'points', label: 'POINTS', value: 0, changeMessage: message }],
    primaryFields: [{ key: 'offer', label: 'OFFER', value: 'For {note}' }],
    secondaryFields: [{ key: 'twice', label: 'TWICE', value: '{structure_primaryFields_offer_value}' }],
    backFields: [{ key: 'about', label: 'About', value: '{round}' }],
  },
  additional: { note: '', counter: 0, round: '{about}', about: '{round}' },
});
const shown = (changed: readonly string[] | null, overrides = {}) =>
  fieldsShowing(program, factsWith(overrides), changed && new Set(changed)).map(
    ({ path, hasMessage }) => `${path.split('_')[2]}${hasMessage ? ' (message)' : ''}`,
  );

it('shows a value itself, by its name, and by the name of another field', () => {
  expect(shown(['structure_headerFields_points_value'])).toEqual(['points (message)']);
  expect(shown(['note'])).toEqual(['offer', 'twice']);
  expect(shown(['counter', 'backgroundColor'])).toEqual([]);
});

it('shows what is written as a whole field, or a group of them', () => {
  expect(shown(['structure_headerFields'])).toEqual(['points (message)']);
  expect(shown(['structure_primaryFields_offer'])).toEqual(['offer', 'twice']);
});

it('knows the message that a pass has of its own', () => {
  const own = { structure_primaryFields_offer_changeMessage: message, structure_headerFields_points_changeMessage: '' };
  expect(shown(['note', 'structure_headerFields_points_value'], own)).toEqual(['points', 'offer (message)', 'twice']);
});

it('asks all fields where nobody knows what changed, and ends where names go round', () => {
  expect(shown(null)).toEqual(['points (message)', 'offer', 'twice', 'about']);
  expect(shown(['counter'])).toEqual([]);
});
