import { findCutText } from './cutText.ts';
import { describe } from './elements.ts';
import { judgeFocusRing, rememberLooks } from './focusRing.ts';
import { findLiterals, sceneData } from './literals.ts';
import { lines } from './lines.ts';
import { findOverlaps } from './overlaps.ts';
import { findOutOfReach, findSidewaysScrolling } from './reach.ts';

/** What the tests call in the page; built into one script, which every page of theirs begins with. */
const galleryChecks = {
  geometry(): readonly string[] {
    const texts = lines();
    // Reach comes last: it scrolls.
    return [...findCutText(texts), ...findOverlaps(texts), ...findSidewaysScrolling(), ...findOutOfReach()];
  },
  literals: async (): Promise<readonly string[]> => findLiterals(await sceneData()),
  rememberLooks,
  judgeFocusRing,
  /** CSS animations that run. */
  animations: (): readonly string[] =>
    document
      .getAnimations()
      .filter((animation) => animation instanceof CSSAnimation && animation.playState === 'running')
      .map(
        (animation) =>
          `${(animation as CSSAnimation).animationName} runs: ${describe((animation.effect as KeyframeEffect).target ?? document.body)}`,
      ),
};

export type GalleryChecks = typeof galleryChecks;
declare global {
  interface Window {
    galleryChecks: GalleryChecks;
  }
}
window.galleryChecks = galleryChecks;
