// The word that was probably meant.
import { describe, expect, it } from 'vitest';
import { nearest, suggestion } from '../../src/rules/diagnostics.ts';

describe('near words', () => {
  it('are those within a third of the length, whatever the case of the letters', () => {
    expect(nearest('ISEMPTY', ['isEmpty', 'isSet'])).toBe('isEmpty');
    expect(nearest('structure_headerFields_point_value', ['structure_headerFields_points_value'])).not.toBeNull();
    expect(nearest('zebra', ['isEmpty', 'isSet'])).toBeNull();
    expect(nearest('x'.repeat(300), ['x'])).toBeNull();
    expect(suggestion('a', [])).toBe('');
  });
});
