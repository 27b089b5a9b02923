/** What a scene does after it is drawn to come into its state: what a person would do, without a pointer. */
export interface Hand {
  /** Presses the first element that matches. */
  press(selector: string): Promise<void>;
  /** Focuses it, as Tab would. */
  focus(selector: string): Promise<void>;
  /** Types into a field. */
  type(selector: string, text: string): Promise<void>;
}

/** As many frames as an element may take to appear. */
const patience = 120;

export const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));

async function find(selector: string): Promise<HTMLElement> {
  for (let frame = 0; frame < patience; frame += 1) {
    const found = document.querySelector<HTMLElement>(selector);
    if (found !== null) return found;
    await nextFrame();
  }
  throw new Error(`Nothing matches ${selector}`);
}

export const hand: Hand = {
  async press(selector) {
    (await find(selector)).click();
    await nextFrame();
  },
  async focus(selector) {
    (await find(selector)).focus();
    await nextFrame();
  },
  async type(selector, text) {
    const field = await find(selector);
    field.focus();
    // React follows the property by its own setter; the prototype's tells it that somebody typed.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await nextFrame();
  },
};
