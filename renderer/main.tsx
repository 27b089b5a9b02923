import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { createCallController } from './call/createCallController.ts';
import { createNetworkDoctor } from './call/doctor/networkDoctor.ts';
import { getDesktop } from './desktop/desktop.ts';
import { DesktopContext } from './desktop/DesktopContext.ts';
import { createDesktopStore } from './desktop/desktopStore.ts';
import { watchDevices } from './desktop/watchDevices.ts';
import { App } from './features/app/App.tsx';
import { createViewStore, ViewContext } from './features/app/view.ts';
import { CallContext } from './features/call/CallContext.ts';
import { runDoctorCommand } from './doctorCommand.ts';
import { DoctorContext } from './features/doctor/DoctorContext.ts';
import { createI18n, decideLanguage } from './locales/i18n.ts';
import './styles/index.css';

/** The page's boot story: read what main knows, make the call, draw. */
async function start(root: HTMLElement): Promise<void> {
  const bridge = getDesktop();
  if (location.hash === '#doctor') return runDoctorCommand(bridge);
  const boot = await createDesktopStore(bridge);
  if (!boot.ok) {
    // Nothing is there to draw with; main logs the cause.
    root.textContent = boot.error.message;
    return;
  }
  const { store } = boot;
  const { settings, locale } = store.getState();
  const desktop = watchDevices(bridge, store);
  const i18n = await createI18n(decideLanguage(settings.language, locale));
  const controller = createCallController({ desktop, bootstrap: store.getState() });
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <DesktopContext value={{ desktop, store }}>
          <CallContext value={controller}>
            <DoctorContext value={createNetworkDoctor(desktop)}>
              <ViewContext value={createViewStore()}>
                <App />
              </ViewContext>
            </DoctorContext>
          </CallContext>
        </DesktopContext>
      </I18nextProvider>
    </StrictMode>,
  );
  desktop.app.ready();
}

const root = document.getElementById('root');
if (root !== null) void start(root);
