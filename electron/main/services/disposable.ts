/** Something that `index.ts` starts and ends; ended in the reverse order of starting. */
export interface Disposable {
  dispose(): void | Promise<void>;
}
