// Measures inside the browser what people see, hear and reach on a page.
import type { Page } from 'playwright-core';

/**
 * Texts whose contrast with their background is below WCAG AA (4.5, or 3 for large text), as
 * `ratio: text`. Leaves out the front of a pass, whose colours are its owner's choice.
 */
export function faintTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const parts = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (colour: string) => {
      const [r = 0, g = 0, b = 0] = parts(colour).map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element: Element | null): string => {
      if (element === null) return 'rgb(255, 255, 255)';
      const { backgroundColor } = getComputedStyle(element);
      return (parts(backgroundColor)[3] ?? 1) === 0 ? behind(element.parentElement) : backgroundColor;
    };
    const faint: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement!;
      const text = node.textContent?.trim() ?? '';
      if (text === '' || element.closest('.front, script') !== null || !element.checkVisibility()) continue;
      const { color, fontSize, fontWeight } = getComputedStyle(element);
      const [high = 1, low = 1] = [luminance(color), luminance(behind(element))].sort((a, b) => b - a);
      const ratio = (high + 0.05) / (low + 0.05);
      const pixels = Number.parseFloat(fontSize);
      const isLarge = pixels >= 24 || (pixels >= 18.66 && Number(fontWeight) >= 700);
      if (ratio < (isLarge ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)}: ${text.slice(0, 40)}`);
    }
    return faint;
  });
}

/**
 * What a page lacks for a screen reader: one first heading, no skipped level, names for fields,
 * links and images.
 */
export function unnamed(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map((heading) => Number(heading.tagName[1]));
    if (levels.filter((level) => level === 1).length !== 1) faults.push(`h1: ${levels}`);
    levels.forEach((level, index) => {
      if (level > (levels[index - 1] ?? 0) + 1) faults.push(`skipped a heading level: ${levels}`);
    });
    if (document.querySelectorAll('main').length !== 1) faults.push('no main');
    if (document.title.trim() === '' || document.documentElement.lang === '') faults.push('no title or language');
    for (const image of document.images) if (!image.hasAttribute('alt')) faults.push(`no alt: ${image.src}`);
    for (const input of document.querySelectorAll<HTMLInputElement>('input:not([type=hidden])'))
      if (input.labels?.length !== 1) faults.push(`no label: ${input.name}`);
    for (const target of document.querySelectorAll('a, button, summary')) {
      if (target.textContent?.trim() === '') faults.push(`no text: ${target.outerHTML}`);
      if (!target.checkVisibility()) continue;
      const { width, height } = target.getBoundingClientRect();
      // WCAG 2.2: a target of 24 pixels; links inside sentences are excepted.
      const isInText = target.tagName === 'A' && !target.classList.contains('button');
      if (!isInText && (width < 24 || height < 24)) faults.push(`small target: ${target.textContent}`);
    }
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    if (new Set(ids).size !== ids.length) faults.push('an id twice');
    return faults;
  });
}

/**
 * The stops of the Tab key by name, from the present focus on; marks a stop without a visible
 * outline.
 */
export async function tabStops(page: Page, most = 40): Promise<string[]> {
  const stops: string[] = [];
  for (let count = 0; count < most; count++) {
    const stop = await page.evaluate(() => {
      const active = document.activeElement;
      if (active === null || active === document.body) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(active);
      const isSeen = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
      const name = active.textContent?.trim() || (active as HTMLInputElement).name;
      return isSeen ? name : `${name} (no outline)`;
    });
    // Nothing has the focus before the first stop, and after the last one.
    if (stop !== null) stops.push(stop);
    else if (count > 0) break;
    await page.keyboard.press('Tab');
  }
  return stops;
}
