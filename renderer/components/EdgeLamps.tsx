import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

/** Which edges of a key were seen: only both together make a push-to-talk key that can shut. */
export function EdgeLamps(props: { readonly press: boolean; readonly release: boolean }): ReactElement {
  const { t } = useTranslation();
  return (
    <span className="edge-lamps">
      {(['press', 'release'] as const).map((edge) => (
        <span key={edge} className="edge-lamp" data-part="edge-lamp" data-lit={props[edge] || undefined}>
          {t(props[edge] ? `edge.${edge}Seen` : `edge.${edge}`)}
        </span>
      ))}
    </span>
  );
}
