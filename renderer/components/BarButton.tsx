import type { ReactElement, ReactNode } from 'react';
import { Button, ToggleButton } from 'react-aria-components';

/** A key of the voice bar. The legend never changes, the lamp does: `on` mint for arriving or shown, `off` rose for shut. */
export const BarButton = (props: {
  readonly action: string;
  readonly legend: string;
  /** undefined: a key that does something once, not one that stays pressed. */
  readonly pressed?: boolean;
  readonly tone: 'on' | 'off' | 'leave';
  readonly disabled?: boolean;
  readonly keys?: string;
  readonly onPress: () => void;
  readonly children: ReactNode;
}): ReactElement => {
  const shared = {
    className: `bar-button is-${props.tone}`,
    'data-part': 'bar-button',
    'data-action': props.action,
    isDisabled: props.disabled ?? false,
    ...(props.keys === undefined ? {} : { 'aria-keyshortcuts': props.keys }),
  };
  const content = (
    <>
      {props.children}
      <span className="bar-button-label" title={props.legend}>
        {props.legend}
      </span>
    </>
  );
  return props.pressed === undefined ? (
    <Button {...shared} onPress={props.onPress}>
      {content}
    </Button>
  ) : (
    <ToggleButton {...shared} isSelected={props.pressed} onChange={props.onPress}>
      {content}
    </ToggleButton>
  );
};
