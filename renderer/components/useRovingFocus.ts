import { useCallback, useEffect, useRef, type FocusEvent, type KeyboardEvent, type RefObject } from 'react';

/** What a list of controls gives to its container. */
interface RovingFocus<T extends HTMLElement> {
  readonly ref: RefObject<T | null>;
  onKeyDown(event: KeyboardEvent<T>): void;
  onFocus(event: FocusEvent<T>): void;
}

/**
 * One tab stop for a list of any length: arrows, Home and End walk through the elements that carry
 * `data-roving`, Tab leaves (WAI-ARIA practices, "Managing focus within components"). Written to the document past
 * React, because a list of hundreds must not render again for a focus that moves.
 */
export function useRovingFocus<T extends HTMLElement>(): RovingFocus<T> {
  const ref = useRef<T>(null);
  const current = useRef<HTMLElement | null>(null);

  const items = (): HTMLElement[] => [...(ref.current?.querySelectorAll<HTMLElement>('[data-roving]') ?? [])];
  const select = useCallback((next: HTMLElement | null): void => {
    if (current.current !== null && current.current !== next) current.current.tabIndex = -1;
    current.current = next;
    if (next !== null && next.tabIndex !== 0) next.tabIndex = 0;
  }, []);

  // After every render: there is exactly one tab stop, whoever came or went.
  useEffect(() => {
    const all = items();
    const kept = current.current !== null && all.includes(current.current) ? current.current : (all[0] ?? null);
    for (const item of all) if (item !== kept && item.tabIndex !== -1) item.tabIndex = -1;
    select(kept);
  });

  return {
    ref,
    onFocus({ target }) {
      const item = target.closest<HTMLElement>('[data-roving]');
      if (item !== null) select(item);
    },
    onKeyDown(event) {
      const all = items();
      const now = all.findIndex((item) => item === event.target);
      if (now === -1) return;
      const vertical = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      const next =
        all[
          vertical === 0
            ? decideNext(event.key, now, all.length, getComputedStyle(event.currentTarget).direction)
            : decideVertical(
                all.map((item) => item.getBoundingClientRect()),
                now,
                vertical,
              )
        ];
      if (next === undefined) return;
      event.preventDefault();
      select(next);
      next.focus();
    },
  };
}

interface Box {
  readonly x: number;
  readonly y: number;
}

/** Up (-1) or down (1): what stands in the next row, nearest to straight on; the last in that direction stays. */
export function decideVertical(boxes: readonly Box[], now: number, direction: 1 | -1): number {
  const here = boxes[now];
  if (here === undefined) return -1;
  let best = now;
  for (const [index, box] of boxes.entries()) {
    const away = (box.y - here.y) * direction;
    const chosen = boxes[best] ?? here;
    const distance = (chosen.y - here.y) * direction;
    if (away < 1) continue;
    if (best === now || away < distance - 1) best = index;
    else if (Math.abs(away - distance) <= 1 && Math.abs(box.x - here.x) < Math.abs(chosen.x - here.x)) best = index;
  }
  return best;
}

/** The index to go to, or −1 for a key that goes nowhere. Sideways follows the direction of writing. */
export function decideNext(key: string, now: number, count: number, direction: string): number {
  const forward = direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const backward = direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
  switch (key) {
    case 'ArrowDown':
    case forward:
      return Math.min(count - 1, now + 1);
    case 'ArrowUp':
    case backward:
      return Math.max(0, now - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return -1;
  }
}
