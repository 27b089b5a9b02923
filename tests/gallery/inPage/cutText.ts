import { heightOf, paddingBox, said, viewport, widthOf, type Box } from './boxes.ts';
import { containers, describe, isPainted, overflowOf, type Axis } from './elements.ts';
import type { Line } from './lines.ts';

/** Less than a letter's stroke. */
const tolerance = 1;
/** What is left of an ellipsised text has to be more than the ellipsis, CSS px. */
const worthReading = 18;

interface Span {
  readonly from: number;
  readonly to: number;
}
const along = (axis: Axis, box: Box): Span =>
  axis === 'x' ? { from: box.left, to: box.right } : { from: box.top, to: box.bottom };

/** Text that does not fit where it is: cut, shortened without a way to read it, or sticking out. */
export function findCutText(lines: readonly Line[]): readonly string[] {
  const findings = new Set<string>();
  for (const { element, ink } of lines) {
    const across = judge(element, ink, 'x');
    const down = judge(element, ink, 'y');
    for (const finding of [across, down]) if (finding !== null) findings.add(finding);
  }
  for (const field of document.querySelectorAll<HTMLInputElement>('input[placeholder]')) {
    const finding = judgePlaceholder(field);
    if (finding !== null) findings.add(finding);
  }
  return [...findings];
}

function judge(element: Element, ink: Box, axis: Axis): string | null {
  let span = along(axis, ink);
  let boxed = false;
  for (const part of containers(element)) {
    const edge = along(axis, paddingBox(part));
    const overflow = overflowOf(part, axis);
    const out = beyond(span, edge);
    if (overflow === 'cut' && out > tolerance) {
      if (!isShortened(part, axis)) return `cut by ${said(out)} (${axis}): ${describe(element)}, by ${describe(part)}`;
      const room = widthOf(paddingBox(part));
      if (axis === 'x' && room < worthReading) return `nothing left to read, ${said(room)} wide: ${describe(element)}`;
      return isToldInFull(part) ? null : `shortened, and nothing tells it in full: ${describe(part)}`;
    }
    if (overflow === 'scroll') {
      const lost = beyond(span, scrolledTo(part, edge, axis));
      if (lost > tolerance) return `${said(lost)} out of what can be scrolled to (${axis}): ${describe(element)}`;
      // From here on it is no larger than what is scrolled in.
      span = { from: clamp(span.from, edge), to: clamp(span.to, edge) };
      boxed = true;
    }
    if (overflow === 'visible' && !boxed && isBoxed(part)) {
      boxed = true;
      const over = beyond(span, along(axis, part.getBoundingClientRect()));
      if (over > tolerance) return `sticks out by ${said(over)} (${axis}): ${describe(element)}, of ${describe(part)}`;
    }
  }
  const edge = along(axis, viewport());
  const lost = beyond(span, isPageFixed(axis) ? edge : scrolledTo(document.documentElement, edge, axis));
  return lost > tolerance ? `${said(lost)} out of the window (${axis}): ${describe(element)}` : null;
}

const beyond = (span: Span, edge: Span): number => Math.max(edge.from - span.from, span.to - edge.to);
const clamp = (value: number, { from, to }: Span): number => Math.min(Math.max(value, from), to);

/** Whether it is seen where it ends. */
const isBoxed = (element: Element): boolean =>
  isPainted(element) || element.matches('button') || getComputedStyle(element).position !== 'static';

/** All that a scroller can bring into its `edge`. */
function scrolledTo(scroller: Element, edge: Span, axis: Axis): Span {
  const scrolled = axis === 'x' ? scroller.scrollLeft : scroller.scrollTop;
  const most =
    axis === 'x' ? scroller.scrollWidth - scroller.clientWidth : scroller.scrollHeight - scroller.clientHeight;
  // From the right, what has been scrolled counts down from 0.
  const before = axis === 'x' && getComputedStyle(scroller).direction === 'rtl' ? most + scrolled : scrolled;
  return { from: edge.from - before, to: edge.to + most - before };
}

/** Whether nothing scrolls the page. react-aria holds it still while a list is open; that does not count. */
function isPageFixed(axis: Axis): boolean {
  const { style } = document.documentElement;
  if (style.overflow === 'hidden') return false;
  const root = getComputedStyle(document.documentElement);
  const deciding = root.overflow === 'visible' ? getComputedStyle(document.body) : root;
  return /hidden|clip/.test(axis === 'x' ? deciding.overflowX : deciding.overflowY);
}

const isShortened = (element: Element, axis: Axis): boolean => {
  const style = getComputedStyle(element);
  if (style.getPropertyValue('-webkit-line-clamp') !== 'none') return true;
  return axis === 'x' && style.textOverflow === 'ellipsis';
};

const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** Whether its own or an ancestor's `title` or name given by an attribute has all of its text. */
function isToldInFull(element: Element): boolean {
  const text = plain(element.textContent);
  for (let part: Element | null = element; part !== null && part !== document.body; part = part.parentElement) {
    const named = (part.getAttribute('aria-labelledby') ?? '')
      .split(' ')
      .map((id) => (id === '' ? null : document.getElementById(id)))
      .filter((other) => other !== null && !other.contains(element) && other !== element)
      .map((other) => other?.textContent ?? '');
    if (
      [part.getAttribute('title'), part.getAttribute('aria-label'), ...named].some((told) =>
        plain(told ?? '').includes(text),
      )
    )
      return true;
  }
  return false;
}

const canvas = document.createElement('canvas').getContext('2d');

function judgePlaceholder(field: HTMLInputElement): string | null {
  if (canvas === null || field.value !== '' || heightOf(paddingBox(field)) < 2) return null;
  const style = getComputedStyle(field);
  canvas.font = style.font;
  const room = field.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
  const over = canvas.measureText(field.placeholder).width - room;
  return over > tolerance && field.title !== field.placeholder
    ? `placeholder cut by ${said(over)}: ${describe(field)} "${field.placeholder}"`
    : null;
}
