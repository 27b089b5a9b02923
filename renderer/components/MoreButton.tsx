import { Ellipsis } from 'lucide-react';
import type { HTMLAttributes, ReactElement } from 'react';

/** Opens the menu of a row or a tile. Plain, because there may be one for each of two hundred people. */
export const MoreButton = ({
  label,
  roving = false,
  onOpen,
}: {
  readonly label: string;
  /** It is a stop of its own among the arrows' (`useRovingFocus`). */
  readonly roving?: boolean;
  readonly onOpen: (anchor: HTMLElement) => void;
}): ReactElement => (
  <button
    type="button"
    className="icon-button more-button"
    data-action="more"
    aria-label={label}
    title={label}
    aria-haspopup="menu"
    {...(roving ? { 'data-roving': true, tabIndex: -1 } : {})}
    onClick={({ currentTarget }) => onOpen(currentTarget)}
  >
    <Ellipsis className="icon" size={16} aria-hidden />
  </button>
);

/** A row's own menu by the pointer's second button and by the keys for it; nothing where there is no menu. */
export function contextMenu(
  open: ((anchor: HTMLElement) => void) | undefined,
): Pick<HTMLAttributes<HTMLElement>, 'onContextMenu' | 'onKeyDown'> {
  if (open === undefined) return {};
  return {
    onContextMenu(event) {
      event.preventDefault();
      event.stopPropagation();
      open(event.currentTarget);
    },
    onKeyDown(event) {
      if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return;
      event.preventDefault();
      event.stopPropagation();
      open(event.currentTarget);
    },
  };
}
