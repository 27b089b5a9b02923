import { memo, type ReactElement } from 'react';
import { monogram, tint } from './monogram.ts';

/** A person is round. Decoration: the name stands beside it. */
export const Avatar = memo(
  ({
    id,
    name,
    size,
  }: {
    readonly id: string;
    readonly name: string;
    readonly size: 'small' | 'tile';
  }): ReactElement => (
    <span className="avatar" data-tint={tint(id)} data-size={size} aria-hidden="true">
      {monogram(name)}
    </span>
  ),
);
Avatar.displayName = 'Avatar';
