import type { ReactElement } from 'react';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { DevicePicker } from './DevicePicker.tsx';
import { ListenBack } from './ListenBack.tsx';
import { OwnLevel } from './OwnLevel.tsx';
import { TestTone } from './TestTone.tsx';

/** Which devices, and whether they work. */
export function DevicesPage(): ReactElement {
  const suppression = useDesktopState(({ settings }) => settings.noiseSuppression);
  return (
    <div className="stack">
      <div className="card">
        <DevicePicker kind="audioinput" />
        <OwnLevel />
        <ListenBack suppressions={[suppression]} />
      </div>
      <div className="card">
        <DevicePicker kind="audiooutput" />
        <TestTone />
      </div>
      <div className="card">
        <DevicePicker kind="sounds" />
      </div>
    </div>
  );
}
