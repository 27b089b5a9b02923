import type { ReactElement, ReactNode } from 'react';

/** Samples of one component, each with its state in English below; for the gallery only. */
export const Sheet = ({
  children,
  wide = false,
}: {
  readonly children: ReactNode;
  readonly wide?: boolean;
}): ReactElement => <div className={wide ? 'gallery-sheet is-wide' : 'gallery-sheet'}>{children}</div>;

export const Sample = ({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement => (
  <figure className="gallery-sample" data-sample={name}>
    <div className="gallery-specimen">{children}</div>
    <figcaption lang="en" dir="ltr">
      {name}
    </figcaption>
  </figure>
);
