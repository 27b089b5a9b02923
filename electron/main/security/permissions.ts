/** What a page asks for, in the words of Electron's permission handlers. */
export interface PermissionQuestion {
  readonly permission: string;
  readonly ownPage: boolean;
  readonly mainFrame: boolean;
  readonly mediaTypes: readonly string[];
  /** A person chose a screen a moment ago (`ScreenService.isExpected`). */
  readonly screenExpected: boolean;
}

/**
 * Default deny. Each allowed line has its reason. Used by both the request and the check handler; most programs forget
 * the second (`facts/electron-models.md` §3.1).
 */
export function decidePermission(question: PermissionQuestion): boolean {
  if (!question.ownPage || !question.mainFrame) return false;
  switch (question.permission) {
    case 'media':
      // Screen capture arrives as `media` without a kind; camera is not part of this version.
      return question.mediaTypes.length === 0
        ? question.screenExpected
        : question.mediaTypes.every((kind) => kind === 'audio');
    case 'display-capture':
      return question.screenExpected;
    case 'speaker-selection': // The output device is chosen in the voice bar.
    case 'clipboard-sanitized-write': // Technical details have a copy button.
      return true;
    default:
      return false;
  }
}

/** The check handler asks before every use and knows one media kind at most; labels of devices depend on it. */
export const decideCheck = (question: PermissionQuestion): boolean =>
  question.permission === 'media' && question.mediaTypes.length === 0
    ? question.ownPage && question.mainFrame
    : decidePermission(question);
