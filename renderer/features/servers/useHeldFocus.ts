import { useLayoutEffect, useRef } from 'react';

/**
 * Holds the focus on what has it until a list is in another order: an element that moves within the document loses it. The
 * returned function is called before; `order` is a text of its own for each order.
 */
export function useHeldFocus(order: string): () => void {
  const held = useRef<{ readonly element: Element | null; readonly order: string } | null>(null);
  useLayoutEffect(() => {
    const before = held.current;
    if (before === null || before.order === order) return;
    held.current = null;
    const { element } = before;
    if (element instanceof HTMLElement && element.isConnected && document.activeElement !== element) element.focus();
  });
  return () => {
    held.current = { element: document.activeElement, order };
  };
}
