import { useId, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

/** One of a few, all of them visible. The words come from `setting.<name>` in the locale files. */
export function Choice<T extends string>(props: {
  readonly name: string;
  readonly options: readonly T[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}): ReactElement {
  const { t } = useTranslation();
  const words = (part: string): string => t(`setting.${props.name}.${part}`);
  const group = useId();
  return (
    <fieldset className="setting">
      <legend className="setting-name">{words('name')}</legend>
      <div className="segmented">
        {props.options.map((option) => (
          <label key={option}>
            <input type="radio" name={group} checked={option === props.value} onChange={() => props.onChange(option)} />
            <b>{words(option)}</b>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A length of time out of a few, ms. */
export function NumberChoice(props: {
  readonly name: string;
  readonly options: readonly number[];
  readonly value: number;
  readonly onChange: (value: number) => void;
}): ReactElement {
  const { t, i18n } = useTranslation();
  const id = useId();
  const options = props.options.includes(props.value)
    ? props.options
    : [...props.options, props.value].toSorted((a, b) => a - b);
  const words = (value: number): string =>
    value < 1_000
      ? new Intl.NumberFormat(i18n.language, { style: 'unit', unit: 'millisecond' }).format(value)
      : new Intl.NumberFormat(i18n.language, { style: 'unit', unit: 'second' }).format(value / 1000);
  return (
    <div className="setting">
      <label className="setting-name" htmlFor={id}>
        {t(`setting.${props.name}.name`)}
      </label>
      <select
        id={id}
        className="field"
        value={props.value}
        onChange={({ target }) => props.onChange(Number(target.value))}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {words(option)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** On or off, with a line that says what it does. */
export function Toggle(props: {
  readonly name: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}): ReactElement {
  const { t } = useTranslation();
  return (
    <label className="setting toggle">
      <input
        type="checkbox"
        role="switch"
        checked={props.checked}
        onChange={({ target }) => props.onChange(target.checked)}
      />
      <span>
        <b className="setting-name">{t(`setting.${props.name}.name`)}</b>
        <small>{t(`setting.${props.name}.hint`)}</small>
      </span>
    </label>
  );
}
