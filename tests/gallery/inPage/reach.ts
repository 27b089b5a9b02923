import { centreOf, said } from './boxes.ts';
import { containers, controls, describe, isForScreenReaders, layerOf, overflowOf, type Control } from './elements.ts';

/** WCAG 2.5.8, CSS px. */
const smallest = 24;

/** Controls that cannot be brought into the window and hit, or are too small to hit. */
export function findOutOfReach(): readonly string[] {
  const places = [...document.querySelectorAll('*')]
    .filter((element) => element.scrollTop !== 0 || element.scrollLeft !== 0)
    .map((element) => [element, element.scrollLeft, element.scrollTop] as const);
  const findings = controls().flatMap((control) => [...judgeReach(control), ...judgeSize(control)]);
  for (const element of document.querySelectorAll('*'))
    if (element.scrollTop !== 0 || element.scrollLeft !== 0) element.scrollTo({ left: 0, top: 0, behavior: 'instant' });
  for (const [element, left, top] of places) element.scrollTo({ left, top, behavior: 'instant' });
  return findings;
}

function judgeReach({ element, target }: Control): readonly string[] {
  target.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  // Of what is larger than the room it scrolls in, that shows one end.
  if (isLargerThanItsRoom(target)) target.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  const [x, y] = centreOf(target.getBoundingClientRect());
  const what = describe(target);
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight)
    return [`out of the window, centre at ${Math.round(x)}, ${Math.round(y)} of ${innerWidth}×${innerHeight}: ${what}`];
  const hit = document.elementFromPoint(x, y);
  if (hit === null) return [`nothing is hit at its centre: ${what}`];
  if (target.contains(hit) || element.contains(hit) || hit.closest('label')?.control === element) return [];
  // What a dialog, a menu or a scrim lies over is out of reach on purpose.
  const layer = layerOf(hit);
  if (layer !== null && layer !== layerOf(target) && !layer.contains(target) && isModal(layer)) return [];
  return [`not hit at its centre: ${what}, but ${describe(hit)}`];
}

function isLargerThanItsRoom(target: HTMLElement): boolean {
  for (const part of containers(target)) {
    if (part === target || (overflowOf(part, 'x') !== 'scroll' && overflowOf(part, 'y') !== 'scroll')) continue;
    return target.offsetHeight > part.clientHeight || target.offsetWidth > part.clientWidth;
  }
  return false;
}

/** A tooltip goes when the pointer comes. */
const onPurpose = '.scrim, [role=dialog], [role=alertdialog], [role=menu], [role=listbox], [role=tooltip]';

const isModal = (layer: Element): boolean => layer.matches(onPurpose) || layer.querySelector(onPurpose) !== null;

function judgeSize({ target }: Control): readonly string[] {
  // In a sentence, and what only takes the keyboard (a skip link, until it is shown).
  if (getComputedStyle(target).display === 'inline' || isForScreenReaders(target)) return [];
  const { width, height } = target.getBoundingClientRect();
  return width < smallest - 0.1 || height < smallest - 0.1
    ? [`target of ${said(width)} × ${said(height)}: ${describe(target)}`]
    : [];
}

/** The page must not scroll sideways where WCAG 1.4.10 wants it not to. */
export function findSidewaysScrolling(): readonly string[] {
  const root = document.scrollingElement ?? document.documentElement;
  const over = root.scrollWidth - root.clientWidth;
  return innerWidth >= 320 && over > 0 ? [`the page is ${said(over)} wider than the window`] : [];
}
