import { heightOf, isEmpty, meet, paddingBox, viewport, widthOf, type Box } from './boxes.ts';

/** For the person who mends it: `div.tile > span.tile-name "Ada"`. */
export function describe(element: Element): string {
  const one = (part: Element): string => {
    const classes = [...part.classList].filter((name) => !name.startsWith('react-aria')).map((name) => `.${name}`);
    const role = part.getAttribute('role');
    const data = part.getAttribute('data-part') ?? part.getAttribute('data-sample');
    return [
      part.localName,
      ...classes.slice(0, 3),
      classes.length === 0 && role !== null ? `[role=${role}]` : '',
      data === null ? '' : `[${data}]`,
    ].join('');
  };
  const path: string[] = [];
  for (let part: Element | null = element; part !== null && part.id !== 'root' && part !== document.body;) {
    path.unshift(one(part));
    if (path.length === 3) break;
    part = part.parentElement;
  }
  const text = (element.getAttribute('aria-label') ?? element.textContent).trim().replaceAll(/\s+/g, ' ');
  return `${path.join(' > ')}${text === '' ? '' : ` "${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`}`;
}

export const isVisible = (element: Element): boolean =>
  element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });

/** Only for those who do not see: clipped away or a dot. */
export function isForScreenReaders(element: Element): boolean {
  for (let part: Element | null = element; part !== null && part !== document.body; part = part.parentElement) {
    const style = getComputedStyle(part);
    if (style.clipPath === 'inset(50%)' || style.clip === 'rect(0px, 0px, 0px, 0px)') return true;
    if (style.overflow !== 'visible' && style.display !== 'inline') {
      const { width, height } = part.getBoundingClientRect();
      if (width <= 1.5 && height <= 1.5) return true;
    }
  }
  return false;
}

const makesContainingBlock = (style: CSSStyleDeclaration, forFixed: boolean): boolean =>
  (!forFixed && style.position !== 'static') ||
  style.transform !== 'none' ||
  style.scale !== 'none' ||
  style.filter !== 'none' ||
  style.backdropFilter !== 'none' ||
  /paint|layout|strict|content/.test(style.contain) ||
  /transform|filter/.test(style.willChange);

/** Whose clipping and scrolling an element is subject to: up by containing blocks, the document's root left out. */
export function* containers(element: Element): Generator<HTMLElement> {
  let part: Element | null = element;
  while (part !== null && part !== document.body && part !== document.documentElement) {
    const style: CSSStyleDeclaration = getComputedStyle(part);
    if (part instanceof HTMLElement && style.display !== 'inline' && style.display !== 'contents') yield part;
    part = part.parentElement;
    if (style.position !== 'fixed' && style.position !== 'absolute') continue;
    while (part !== null && !makesContainingBlock(getComputedStyle(part), style.position === 'fixed'))
      part = part.parentElement;
  }
}

export type Axis = 'x' | 'y';
export type Overflow = 'visible' | 'cut' | 'scroll';

export function overflowOf(element: HTMLElement, axis: Axis): Overflow {
  const style = getComputedStyle(element);
  const value = axis === 'x' ? style.overflowX : style.overflowY;
  if (value === 'visible') return 'visible';
  return value === 'hidden' || value === 'clip' ? 'cut' : 'scroll';
}

/** The part of `box` that is drawn, of something inside of `element`. */
export function drawnPart(box: Box, element: Element): Box {
  let drawn = meet(box, viewport());
  for (const part of containers(element)) {
    if (isEmpty(drawn)) break;
    const edge = paddingBox(part);
    const x = overflowOf(part, 'x') !== 'visible';
    const y = overflowOf(part, 'y') !== 'visible';
    drawn = meet(drawn, {
      left: x ? edge.left : -Infinity,
      right: x ? edge.right : Infinity,
      top: y ? edge.top : -Infinity,
      bottom: y ? edge.bottom : Infinity,
    });
  }
  return drawn;
}

/** What lies over the rest on purpose, and hides it while it is there. */
const overlays = '[role=dialog],[role=alertdialog],[role=menu],[role=tooltip],.scrim';

/** The nearest thing that lies over the rest, null for the page itself. Things of one layer may not overlap. */
export function layerOf(element: Element): Element | null {
  for (let part: Element | null = element; part !== null && part !== document.body; part = part.parentElement) {
    if (part.matches(overlays)) return part;
    const { position, zIndex } = getComputedStyle(part);
    // What sticks to an edge has the rest scroll below it.
    if (position === 'fixed' || position === 'sticky') return part;
    if (position === 'absolute' && Number(zIndex) >= 2) return part;
  }
  return null;
}

const interactive = [
  'a[href]',
  'button',
  'input:not([type=hidden])',
  'select',
  'textarea',
  'summary',
  ...[
    'button',
    'link',
    'checkbox',
    'radio',
    'switch',
    'tab',
    'menuitem',
    'menuitemradio',
    'menuitemcheckbox',
    'option',
    'slider',
    'textbox',
    'combobox',
  ].map((role) => `[role=${role}]`),
  '[tabindex]:not([tabindex^="-"])',
  '[contenteditable=true]',
].join(',');

export interface Control {
  readonly element: HTMLElement;
  /** What is seen and pressed of it: for an input that is not drawn itself, its label. */
  readonly target: HTMLElement;
}

/** What can be pressed or focused now. */
export function controls(): readonly Control[] {
  return [...document.querySelectorAll<HTMLElement>(interactive)].flatMap((element) => {
    if (!element.checkVisibility({ visibilityProperty: true }) || isAway(element)) return [];
    const target = targetOf(element);
    return target === null || !isVisible(target) ? [] : [{ element, target }];
  });
}

/** Behind something that has to be answered first, or not for people. */
const isAway = (element: HTMLElement): boolean =>
  element.matches(':disabled') || element.closest('[inert], [aria-hidden=true]') !== null;

/** Null for what nobody sees and presses: the guards with which react-aria leads the focus out of a dialog, for instance. */
export function targetOf(element: HTMLElement): HTMLElement | null {
  const { width, height } = element.getBoundingClientRect();
  if (!isForScreenReaders(element) && width > 1.5 && height > 1.5 && isVisible(element)) return element;
  const label = element.closest('label') ?? (element as Partial<HTMLInputElement>).labels?.[0] ?? null;
  if (label !== null) return label;
  // A slider is moved by pressing anywhere on its track.
  return element.closest<HTMLElement>('[class*=slider-track i]');
}

const alphaOf = (colour: string): number => {
  if (colour === 'transparent') return 0;
  const [, alpha] = /[,/]\s*([\d.]+)(%?)\)$/.exec(/^rgba|\//.test(colour) ? colour : '') ?? [];
  return alpha === undefined ? 1 : Number(alpha);
};

/** Whether nothing shines through. */
export function isOpaque(element: Element): boolean {
  const style = getComputedStyle(element);
  return element instanceof HTMLImageElement ||
    element instanceof HTMLVideoElement ||
    element instanceof HTMLCanvasElement
    ? true
    : alphaOf(style.backgroundColor) > 0.9 && Number(style.opacity) > 0.9;
}

/** Whether something draws the edge of its box. */
export function isPainted(element: Element): boolean {
  const style = getComputedStyle(element);
  const border = ['Top', 'Right', 'Bottom', 'Left'].some(
    (side) => Number.parseFloat(style.getPropertyValue(`border-${side.toLowerCase()}-width`)) > 0,
  );
  return alphaOf(style.backgroundColor) > 0 || border || style.boxShadow !== 'none' || style.backgroundImage !== 'none';
}

/** Runs `task` while every element takes the pointer, so that what is drawn is also what is hit. */
export function withEverythingHit<T>(task: () => T): T {
  const style = document.createElement('style');
  style.textContent = '*, *::before, *::after { pointer-events: auto !important; }';
  document.head.append(style);
  try {
    return task();
  } finally {
    style.remove();
  }
}

export const isLarge = (box: Box): boolean => widthOf(box) > 1 && heightOf(box) > 1;
