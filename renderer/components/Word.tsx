import type { ReactElement } from 'react';

/** Other people's words within a sentence (`Trans`): always text, never markup, and they do not turn its direction. */
export const Word = ({ text }: { readonly text: string }): ReactElement => <bdi>{text}</bdi>;
