// An example becomes an owner's own card: her name, her colour, and nothing of the example's shop.
import { describe, expect, test } from 'vitest';
import { colour } from '../../src/pass/colour.ts';
import { fitDrawing, fitExample } from '../../src/rules/templates/fit-example.ts';
import { contrast } from '../../src/rules/values/contrast.ts';
import { hexOfRgb, tinted } from '../../src/rules/values/tint.ts';
import type { JsonObject } from '../../src/rules/values/values.ts';

const ownCard = (example: JsonObject, shop = 'Lindner', main = 'rgb(138, 47, 60)') =>
  fitExample(example, { shop, colour: main, read: colour });
const EXAMPLE: JsonObject = {
  organizationName: 'Museum of Tides',
  logoText: 'Museum of Tides',
  backgroundColor: '#17414f',
  labelColor: '#b5dfdf',
  structure: { backFields: [{ key: 'a', label: 'Museum of Tides', value: 'Visit the Museum of Tides!' }] },
  localizations: {
    fr: { 'Museum of Tides': 'Musée des Marées', HOURS: 'HORAIRES', 'At the Museum of Tides': 'Au musée' },
  },
  images: { strip: 'Museum of Tides' },
  additional: { note: '', psScanColor: '#17414F', run: [{ targetPath: 'backgroundColor', value: 'navy' }] },
};

describe('an example of another shop', () => {
  test('names the owner’s shop in every text, and keeps no translation that names the other', () => {
    const { images, ...own } = ownCard(EXAMPLE);
    expect(JSON.stringify(own)).not.toContain('Tides');
    expect(own).toMatchObject({
      structure: { backFields: [{ key: 'a', label: 'Lindner', value: 'Visit the Lindner!' }] },
      localizations: { fr: { HOURS: 'HORAIRES' } },
    });
    expect(own.localizations).toEqual({ fr: { HOURS: 'HORAIRES' } });
    expect(images).toEqual(EXAMPLE.images);
  });

  test('has the main colour wherever it had its own, and the text that can be read on it', () => {
    for (const [main, text, set] of [
      ['rgb(138, 47, 60)', 'rgb(255, 255, 255)', 'navy'],
      ['rgb(255, 240, 200)', 'rgb(20, 20, 20)', 'rgb(255, 240, 200)'],
    ] as const) {
      const own = ownCard(EXAMPLE, 'Lindner', main);
      expect(own).toMatchObject({ backgroundColor: main, foregroundColor: text });
      expect(own.additional).toEqual({
        note: '',
        psScanColor: main,
        run: [{ targetPath: 'backgroundColor', value: set }],
      });
      expect(contrast(String(own.labelColor), main)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('without a name or a colour of its own gets the owner’s all the same', () => {
    expect(ownCard({ type: 'coupon', description: '' })).toMatchObject({
      description: '',
      backgroundColor: 'rgb(138, 47, 60)',
    });
  });
});

describe('a drawing', () => {
  test('has its gradients in the new palette, and every other colour as it was', () => {
    const svg =
      '<stop stop-color="#5a244d"/><stop stop-color="#ffe9a8"/><path fill="#5a244d"/><stop stop-color="#fff"/>';
    const own = fitDrawing(svg, 'rgb(107, 45, 92)', 'rgb(18, 53, 91)');
    expect(own).toContain('<stop stop-color="#ffe9a8"/><path fill="#5a244d"/><stop stop-color="#fff"/>');
    expect(own).not.toContain('stop-color="#5a244d"');
    expect(fitDrawing(svg, 'rgb(107, 45, 92)', 'rgb(107, 45, 92)')).toMatch(/stop-color="#5[89a]2[345]4[a-e]/);
  });

  test.each([
    ['#000000', '#000000', '#ffffff'],
    ['#ffffff', '#000000', '#123456'],
    ['#ff0000', '#fe0000', '#00ff00'],
    ['#7a5a1f', '#7a4a21', '#101010'],
  ])('of %s, from %s to %s, stays a colour', (colour, from, to) => {
    expect(tinted(colour, from, to)).toMatch(/^#[0-9a-f]{6}$/);
  });

  test('of another hue belongs to no palette', () => {
    expect(tinted('#00ff00', '#ff0000', '#0000ff')).toBeNull();
    expect(hexOfRgb('rgb(1, 22, 255)')).toBe('#0116ff');
  });
});
