import { centreOf, heightOf, isEmpty, meet, said, widthOf, type Box } from './boxes.ts';
import { controls, describe, drawnPart, isLarge, isOpaque, layerOf, withEverythingHit } from './elements.ts';
import type { Line } from './lines.ts';

interface Thing {
  readonly element: Element;
  /** Null for a control. */
  readonly node: Text | null;
  readonly box: Box;
}

/** Two texts, or two controls, of one layer that are drawn over each other. */
export function findOverlaps(lines: readonly Line[]): readonly string[] {
  const texts = lines.flatMap(({ node, element, ink }): Thing[] => {
    const box = drawnPart(ink, element);
    return isEmpty(box) ? [] : [{ element, node, box }];
  });
  const pressed = controls().flatMap(({ target }): Thing[] => {
    const { parentElement } = target;
    const box =
      parentElement === null
        ? target.getBoundingClientRect()
        : drawnPart(target.getBoundingClientRect(), parentElement);
    return isEmpty(box) ? [] : [{ element: target, node: null, box }];
  });
  return withEverythingHit(() => [
    ...pairs(texts).flatMap(([one, other]) => judgeTexts(one, other)),
    ...pairs(pressed).flatMap(([one, other]) => judgeControls(one, other)),
    ...texts.flatMap(judgeCovered),
  ]).filter((finding, index, all) => all.indexOf(finding) === index);
}

/** Those that meet by more than a pixel both ways. */
function pairs(things: readonly Thing[]): readonly (readonly [Thing, Thing])[] {
  const sorted = things.toSorted((one, other) => one.box.top - other.box.top);
  return sorted.flatMap((one, index) => {
    const found: (readonly [Thing, Thing])[] = [];
    for (const other of sorted.slice(index + 1)) {
      if (other.box.top >= one.box.bottom) break;
      if (isLarge(meet(one.box, other.box))) found.push([one, other]);
    }
    return found;
  });
}

function judgeTexts(one: Thing, other: Thing): readonly string[] {
  if (one.node === other.node || layerOf(one.element) !== layerOf(other.element)) return [];
  const both = meet(one.box, other.box);
  if (!isSeenAt(one.element, both) || !isSeenAt(other.element, both)) return [];
  return [`texts overlap ${size(both)}: ${describe(one.element)} and ${describe(other.element)}`];
}

function judgeControls(one: Thing, other: Thing): readonly string[] {
  if (one.element.contains(other.element) || other.element.contains(one.element)) return [];
  if (layerOf(one.element) !== layerOf(other.element)) return [];
  return [
    `controls overlap ${size(meet(one.box, other.box))}: ${describe(one.element)} and ${describe(other.element)}`,
  ];
}

/** A sliver of a line that is scrolled out but for it lies at an edge, where rounding decides what is hit, CSS px. */
const sliver = 4;

/** Text that something of its own layer lies over. */
function judgeCovered({ element, box }: Thing): readonly string[] {
  if (heightOf(box) < sliver || widthOf(box) < sliver) return [];
  const y = centreOf(box)[1];
  const over = [box.left + 2, centreOf(box)[0], box.right - 2]
    .filter((x) => x > box.left && x < box.right)
    .map((x) => coverAt(element, x, y))
    .find((cover) => cover !== null && layerOf(cover) === layerOf(element));
  return over === undefined || over === null ? [] : [`covered: ${describe(element)}, by ${describe(over)}`];
}

function isSeenAt(element: Element, box: Box): boolean {
  const [x, y] = centreOf(box);
  return document.elementsFromPoint(x, y).includes(element) && coverAt(element, x, y) === null;
}

/** The opaque element that lies over `element` there. */
function coverAt(element: Element, x: number, y: number): Element | null {
  const isOwn = (hit: Element): boolean => hit === element || hit.contains(element);
  // Nearly always, and much quicker than all that lies there.
  const top = document.elementFromPoint(x, y);
  if (top === null || isOwn(top)) return null;
  for (const hit of document.elementsFromPoint(x, y)) {
    if (isOwn(hit)) return null;
    if (!element.contains(hit) && isOpaque(hit)) return hit;
  }
  return null;
}

const size = (box: Box): string => `${said(widthOf(box))} × ${said(heightOf(box))}`;
