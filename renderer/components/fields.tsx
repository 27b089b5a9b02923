import { ChevronDown } from 'lucide-react';
import { useId, type ReactElement, type ReactNode } from 'react';
import {
  Button,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup,
  Select as AriaSelect,
  SelectValue,
  Slider as AriaSlider,
  SliderOutput,
  SliderThumb,
  SliderTrack,
  Switch,
  Text,
  TextField as AriaTextField,
} from 'react-aria-components';

/** One of a few, all of them visible. */
export function Choice<T extends string>(props: {
  readonly label: string;
  readonly options: readonly { readonly id: T; readonly label: string; readonly hint?: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}): ReactElement {
  return (
    <RadioGroup
      className="setting"
      value={props.value}
      orientation="horizontal"
      onChange={(value) => props.onChange(value as T)}
    >
      <Label className="setting-name">{props.label}</Label>
      <div className="segmented">
        {props.options.map(({ id, label, hint }) => (
          <Radio key={id} value={id} className="segment">
            <b>{label}</b>
            {hint !== undefined && <small>{hint}</small>}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

/** One of several, shown when asked for. */
export function Select(props: {
  readonly label: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}): ReactElement {
  return (
    <AriaSelect className="select" value={props.value} onChange={(key) => key !== null && props.onChange(String(key))}>
      <Label className="setting-name">{props.label}</Label>
      <Button className="field">
        <SelectValue className="select-value" />
        <ChevronDown className="icon" size={16} aria-hidden />
      </Button>
      <Popover className="menu">
        <ListBox items={props.options}>
          {({ id, label }) => (
            <ListBoxItem id={id} className="menu-item" textValue={label}>
              <span className="menu-item-text">{label}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

/** On or off, with a line that says what it does. */
export function Toggle(props: {
  readonly label: string;
  readonly hint: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}): ReactElement {
  const hint = useId();
  return (
    <div className="setting">
      <Switch className="toggle" isSelected={props.checked} onChange={props.onChange} aria-describedby={hint}>
        <span className="toggle-track" aria-hidden="true" />
        <b className="setting-name">{props.label}</b>
      </Switch>
      <small id={hint}>{props.hint}</small>
    </div>
  );
}

/** A quantity, with its reading. */
export function Slider(props: {
  readonly label: string;
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly format: (value: number) => string;
  readonly onChange: (value: number) => void;
}): ReactElement {
  return (
    <AriaSlider
      className="setting slider"
      value={props.value}
      minValue={props.minimum}
      maxValue={props.maximum}
      step={props.step}
      onChange={props.onChange}
    >
      <Label className="setting-name">{props.label}</Label>
      <SliderOutput className="reading">{() => props.format(props.value)}</SliderOutput>
      <SliderTrack className="slider-track">
        {({ state }) => (
          <>
            <span className="slider-fill" style={{ inlineSize: `${state.getThumbPercent(0) * 100}%` }} />
            <SliderThumb className="slider-thumb" />
          </>
        )}
      </SliderTrack>
    </AriaSlider>
  );
}

/** Something to type. */
export function TextField(props: {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The person is done with it, for now. */
  readonly onBlur?: () => void;
  readonly type?: 'text' | 'password';
  readonly autoComplete: string;
  readonly icon?: ReactNode;
  /** What is wrong with it, in words of the person's language. */
  readonly problem?: string | undefined;
  /** Addresses, paths and numbers, which are written from left to right in every language. */
  readonly ltr?: boolean;
  readonly inputMode?: 'numeric' | 'url';
  readonly maxLength?: number;
  readonly autoFocus?: boolean;
}): ReactElement {
  const { problem, ltr = false } = props;
  return (
    <AriaTextField
      className="field-label"
      value={props.value}
      onChange={props.onChange}
      {...(props.onBlur === undefined ? {} : { onBlur: props.onBlur })}
      type={props.type ?? 'text'}
      inputMode={props.inputMode ?? 'text'}
      autoComplete={props.autoComplete}
      autoFocus={props.autoFocus ?? false}
      spellCheck="false"
      maxLength={props.maxLength ?? 1024}
      isInvalid={problem !== undefined}
      validationBehavior="aria"
    >
      <Label>{props.label}</Label>
      <span className="field">
        {props.icon}
        <Input autoCapitalize="none" {...(ltr ? { dir: 'ltr' } : {})} />
      </span>
      <FieldError className="field-problem">{problem}</FieldError>
      {props.hint !== undefined && (
        <Text slot="description" className="field-hint">
          {props.hint}
        </Text>
      )}
    </AriaTextField>
  );
}
