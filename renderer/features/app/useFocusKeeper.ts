import { useEffect } from 'react';

/** What can take the focus now, in the order of the document. */
const focusable =
  '[data-roving][tabindex="0"], button:not(:disabled, [tabindex="-1"]), input:not(:disabled, [tabindex="-1"]), [tabindex="0"]';

/**
 * Whoever works without a mouse never falls out of the window: when what had the focus is removed, disabled or hidden, the
 * focus goes to what is nearest to it, not to the document, from which Tab begins anew (WCAG 2.2, 2.4.3).
 */
export function useFocusKeeper(): void {
  useEffect(() => {
    let lost: HTMLElement | null = null;
    let ancestors: Element[] = [];
    let frame = 0;
    const remember = ({ target }: FocusEvent): void => {
      if (!(target instanceof HTMLElement) || target === document.body) return;
      lost = target;
      ancestors = [];
      for (let node = target.parentElement; node !== null; node = node.parentElement) ancestors.push(node);
    };
    // What a person leaves by a click beside everything is left on purpose.
    const forget = (): void => void (lost = null);
    const check = (): void => {
      frame = 0;
      if (lost === null || (document.activeElement !== document.body && document.activeElement !== null)) return;
      if (lost.isConnected && !lost.matches(':disabled') && lost.checkVisibility()) return;
      const place = ancestors.find((node) => node.isConnected && first(node) !== undefined);
      (place === undefined ? undefined : first(place))?.focus();
    };
    const first = (node: Element): HTMLElement | undefined =>
      [...node.querySelectorAll<HTMLElement>(focusable)].find((element) => element.checkVisibility());
    const observer = new MutationObserver(() => {
      // Once a frame: a call of two hundred changes the document many times a second.
      if (frame === 0 && lost !== null && document.activeElement === document.body)
        frame = requestAnimationFrame(check);
    });
    // A disabled button loses the focus only after the frame.
    const afterwards = (): void => void (frame ||= requestAnimationFrame(() => (frame = requestAnimationFrame(check))));
    observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['hidden'] });
    document.addEventListener('focusin', remember);
    document.addEventListener('focusout', afterwards);
    document.addEventListener('pointerdown', forget);
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      document.removeEventListener('focusin', remember);
      document.removeEventListener('focusout', afterwards);
      document.removeEventListener('pointerdown', forget);
    };
  }, []);
}
