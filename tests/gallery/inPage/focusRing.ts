import { meet, paddingBox, said, viewport, type Box } from './boxes.ts';
import { containers, describe, isForScreenReaders, overflowOf, targetOf } from './elements.ts';

const looks = ['outlineStyle', 'outlineWidth', 'outlineColor', 'outlineOffset', 'boxShadow'] as const;
const lookOf = (element: Element): string => {
  const style = getComputedStyle(element);
  return style.outlineStyle === 'none' ? style.boxShadow : looks.map((name) => style[name]).join(' ');
};

const atRest = new WeakMap<Element, string>();

/** Remembers how everything looks; called while nothing has the focus. */
export function rememberLooks(): void {
  (document.activeElement as HTMLElement | null)?.blur();
  for (const element of document.body.querySelectorAll('*')) atRest.set(element, lookOf(element));
}

/** Whether one sees where the focus is, told of the element that has it now. Null when none has. */
export function judgeFocusRing(): { readonly id: string; readonly findings: readonly string[] } | null {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body) return null;
  const what = describe(focused);
  const target = targetOf(focused);
  const { parentElement } = focused;
  const near = [target, focused, parentElement, parentElement?.parentElement, ...(target?.querySelectorAll('*') ?? [])];
  const shown = near.find(
    (element): element is HTMLElement =>
      element instanceof HTMLElement &&
      !isForScreenReaders(element) &&
      atRest.has(element) &&
      atRest.get(element) !== lookOf(element),
  );
  if (shown === undefined) return { id: what, findings: [`the focus is not seen: ${what}`] };
  const over = hiddenPart(shown);
  return { id: what, findings: over > 0.5 ? [`the focus ring is cut by ${said(over)}: ${describe(shown)}`] : [] };
}

function hiddenPart(element: HTMLElement): number {
  const style = getComputedStyle(element);
  if (style.outlineStyle === 'none') return 0;
  const grown = Number.parseFloat(style.outlineWidth) + Number.parseFloat(style.outlineOffset);
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const ring: Box = { left: left - grown, top: top - grown, right: right + grown, bottom: bottom + grown };
  let seen = meet(ring, viewport());
  let first = true;
  for (const part of containers(element)) {
    // Its own clipping does not reach its outline.
    if (first && part === element) {
      first = false;
      continue;
    }
    const edge = paddingBox(part);
    const x = overflowOf(part, 'x') !== 'visible';
    const y = overflowOf(part, 'y') !== 'visible';
    seen = meet(seen, {
      left: x ? edge.left : -Infinity,
      right: x ? edge.right : Infinity,
      top: y ? edge.top : -Infinity,
      bottom: y ? edge.bottom : Infinity,
    });
  }
  return Math.max(seen.left - ring.left, seen.top - ring.top, ring.right - seen.right, ring.bottom - seen.bottom);
}
