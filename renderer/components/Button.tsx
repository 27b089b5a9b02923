import type { ReactElement, ReactNode } from 'react';
import { Button as AriaButton, Tooltip, TooltipTrigger, type ButtonProps } from 'react-aria-components';

interface Data {
  /** `data-…` for tests and styles. */
  readonly [name: `data-${string}`]: string | boolean | undefined;
}

/** A key with words on it. One `primary` a view (design/LANGUAGE.md, "Principles"). */
export const Button = ({
  tone = 'plain',
  wide = false,
  ...props
}: Omit<ButtonProps, 'className' | 'style'> &
  Data & { readonly tone?: 'primary' | 'normal' | 'plain' | 'danger'; readonly wide?: boolean }): ReactElement => (
  <AriaButton {...props} className={`button${tone === 'normal' ? '' : ` is-${tone}`}${wide ? ' is-wide' : ''}`} />
);

/** A key with a sign on it: `label` names it for everybody, on hover and focus for those who see. */
export const IconButton = ({
  label,
  children,
  pressed,
  className = 'icon-button',
  tooltip = 'top',
  ...props
}: Omit<ButtonProps, 'className' | 'style' | 'children'> &
  Data & {
    readonly label: string;
    readonly children: ReactNode;
    readonly pressed?: boolean;
    readonly className?: string;
    /** On which side the tooltip covers nothing one may want next. */
    readonly tooltip?: 'top' | 'end';
  }): ReactElement => (
  <TooltipTrigger delay={600}>
    <AriaButton
      {...props}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      aria-label={label}
      className={className}
    >
      {children}
    </AriaButton>
    <Tooltip className="tooltip" placement={tooltip} offset={6}>
      {label}
    </Tooltip>
  </TooltipTrigger>
);
