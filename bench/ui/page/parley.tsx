// What is measured: the interface and the call as `renderer/main.tsx` puts them together, with a double of main.
// `?simulate=1` puts a simulated Room in the place of LiveKit's server.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import type { LevelSource } from '../../../renderer/call/callView.ts';
import { createCallController } from '../../../renderer/call/createCallController.ts';
import { DesktopContext } from '../../../renderer/desktop/DesktopContext.ts';
import { createDesktopStore } from '../../../renderer/desktop/desktopStore.ts';
import { watchDevices } from '../../../renderer/desktop/watchDevices.ts';
import { App } from '../../../renderer/features/app/App.tsx';
import { createViewStore, ViewContext } from '../../../renderer/features/app/view.ts';
import { CallContext } from '../../../renderer/features/call/CallContext.ts';
import { createI18n } from '../../../renderer/locales/i18n.ts';
import '../../../renderer/styles/index.css';
import type { BenchPage } from './benchPage.ts';
import { createDesktopDouble } from './desktop.ts';
import { channelsWith } from './people.ts';
import { createSimulation, type SimulationControls } from './simulation.ts';

const simulated = new URLSearchParams(location.search).has('simulate');

async function start(root: HTMLElement): Promise<void> {
  const double = createDesktopDouble({
    channels: channelsWith([]),
    ticket: simulated
      ? async (room) => ({
          ok: true,
          value: { url: 'ws://simulated', token: 'none', room, identity: 'simulated-local' },
        })
      : (channelId) => window.requestTicket(channelId),
  });
  const boot = await createDesktopStore(double.desktop);
  if (!boot.ok) throw new Error(boot.error.message);
  const desktop = watchDevices(double.desktop, boot.store);
  const simulation: SimulationControls | null = simulated ? createSimulation(double, clickChannel) : null;
  const controller = createCallController({
    desktop,
    bootstrap: boot.store.getState(),
    ...(simulation === null ? {} : { createRoom: simulation.createRoom }),
  });
  const level = createLevelSwitch(controller.microphoneLevel);
  const i18n = await createI18n('en');
  const drawn = createRoot(root);
  drawn.render(
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <DesktopContext value={{ desktop, store: boot.store }}>
          <CallContext value={{ ...controller, microphoneLevel: level.source }}>
            <ViewContext value={createViewStore({ introduction: null })}>
              <App />
            </ViewContext>
          </CallContext>
        </DesktopContext>
      </I18nextProvider>
    </StrictMode>,
  );
  const benchPage: BenchPage = {
    async join(channelId) {
      clickChannel(channelId);
    },
    heard: () => document.querySelectorAll('audio').length,
    async remove(what) {
      switch (what) {
        case 'animations':
          return addStyle('*, *::before, *::after { animation: none !important; transition: none !important; }');
        case 'meter':
          return addStyle('.level-meter, .level-reading { display: none !important; }');
        case 'level':
          return level.turnOff();
        case 'interface':
          return drawn.unmount();
      }
    },
    simulation,
  };
  Object.assign(window, { benchPage });
}

/** The level of the microphone, until nobody is to listen any more. */
function createLevelSwitch(source: LevelSource): { readonly source: LevelSource; turnOff(): void } {
  const stops = new Set<() => void>();
  return {
    source: {
      subscribe(listener, apart) {
        const stop = source.subscribe(listener, apart);
        stops.add(stop);
        return () => {
          stops.delete(stop);
          stop();
        };
      },
    },
    turnOff() {
      for (const stop of stops) stop();
    },
  };
}

function addStyle(text: string): void {
  const style = document.createElement('style');
  style.textContent = text;
  document.head.append(style);
}

function clickChannel(id: string): void {
  const row = document.querySelector<HTMLElement>(`[data-channel-id="${id}"]`);
  if (row === null) throw new Error(`There is no channel ${id}`);
  row.click();
}

const root = document.getElementById('root');
if (root !== null) void start(root);
