// Puts new content into parts of a page without taking the focus away.

/**
 * Gives a part its new content. The focus stays on the link that had it; from anything else it goes to
 * the first button or link of the part.
 */
export function renewPart(part: HTMLElement, content: Iterable<Node>): void {
  const { activeElement } = document;
  const focused = activeElement !== null && part.contains(activeElement) ? activeElement : null;
  part.replaceChildren(...content);
  if (focused === null) return;
  const href = focused.getAttribute('href');
  part.querySelector<HTMLElement>(href === null ? 'button, a' : `a[href="${CSS.escape(href)}"]`)?.focus();
}
