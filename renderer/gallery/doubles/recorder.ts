/** One thing that the interface asked a double for. */
export interface GalleryCall {
  readonly name: string;
  readonly args: readonly unknown[];
}

declare global {
  interface Window {
    /** What the interface asked the doubles for, oldest first; tests read it. */
    galleryCalls?: GalleryCall[];
  }
}

export function record(name: string, ...args: readonly unknown[]): void {
  (window.galleryCalls ??= []).push({ name, args });
}
