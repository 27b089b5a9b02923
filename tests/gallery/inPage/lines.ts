import type { Box } from './boxes.ts';
import { isForScreenReaders, isVisible } from './elements.ts';

/** A line of a text node as it is laid out, drawn or not. */
export interface Line {
  readonly node: Text;
  readonly element: Element;
  /** About what the letters cover: the font's own box is higher than they are. */
  readonly ink: Box;
}

/** Every line of text that is there to be read. */
export function lines(): readonly Line[] {
  const found: Line[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const seen = new Map<Element, number | null>();
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element === null || node.nodeValue === null || !/[^\s\p{Cf}]/u.test(node.nodeValue)) continue;
    if (!seen.has(element)) {
      const read = !element.matches('script, style, noscript, option') && isVisible(element);
      seen.set(
        element,
        read && !isForScreenReaders(element) ? Number.parseFloat(getComputedStyle(element).fontSize) : null,
      );
    }
    const size = seen.get(element) ?? null;
    if (size === null) continue;
    range.selectNodeContents(node);
    for (const { left, top, right, bottom } of range.getClientRects()) {
      if (right - left < 1 || bottom - top < 1) continue;
      const spare = Math.max(0, (bottom - top - size) / 2);
      found.push({ node: node as Text, element, ink: { left, top: top + spare, right, bottom: bottom - spare } });
    }
  }
  return found;
}
