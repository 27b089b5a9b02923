import type { i18n as I18n } from 'i18next';
import { useEffect, type ReactElement, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { createRoot, type Root } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { DesktopContext } from '../desktop/DesktopContext.ts';
import { createDesktopStore } from '../desktop/desktopStore.ts';
import { watchDevices } from '../desktop/watchDevices.ts';
import { App } from '../features/app/App.tsx';
import { useAppearance } from '../features/app/appearance.ts';
import { createViewStore, ViewContext } from '../features/app/view.ts';
import { DoctorContext } from '../features/doctor/DoctorContext.ts';
import { CallContext } from '../features/call/CallContext.ts';
import '../styles/index.css';
import { createCallDouble } from './doubles/callController.ts';
import { createDoctorDouble } from './doubles/doctor.ts';
import { createDesktopDouble } from './doubles/desktop.ts';
import './gallery.css';
import { hand, nextFrame } from './hand.ts';
import { createGalleryI18n } from './languages.ts';
import { readParameters, type GalleryParameters } from './parameters.ts';
import type { Scene } from './scene.ts';
import { checkSceneIds, scenes } from './scenes/index.ts';
import { standStill } from './stillness.ts';

declare global {
  interface Window {
    /**
     * Shows another scene in the place of the one that is shown, `query` as in the address; done when it is ready. Tests
     * look at thousands, and loading the page costs more than most of what they look at. Whether time stands stays.
     */
    galleryShow?: (query: string) => Promise<void>;
  }
}

/** The gallery's boot story, after that of `renderer/main.tsx`: doubles in the place of main and of the call. */
async function start(root: HTMLElement): Promise<void> {
  checkSceneIds();
  const { still } = readParameters(location.search);
  if (still) standStill();
  let drawn: Root | null = null;
  window.galleryShow = async (query) => {
    const parameters = readParameters(query);
    if (parameters.still !== still) throw new Error('Time cannot begin or end to stand: load the page');
    drawn?.unmount();
    leaveNothing();
    drawn = createRoot(root);
    await show(drawn, parameters);
  };
  await window.galleryShow(location.search);
}

/** What a scene may leave to the next: what it wrote on the document, what it said and asked for, where it scrolled to. */
function leaveNothing(): void {
  const { documentElement, body } = document;
  for (const { name } of [...documentElement.attributes])
    if (name !== 'data-still') documentElement.removeAttribute(name);
  body.removeAttribute('style');
  for (const log of document.querySelectorAll('[data-live-announcer] [role=log]')) log.replaceChildren();
  scrollTo(0, 0);
  window.galleryCalls = [];
}

async function show(root: Root, parameters: GalleryParameters): Promise<void> {
  const i18n = await createGalleryI18n(parameters.language);
  const { scene: wanted } = parameters;
  const scene = wanted === null ? list : [...scenes.components, ...scenes.screens].find(({ id }) => id === wanted);
  if (scene === undefined) throw new Error(`There is no scene ${wanted}`);

  const content =
    scene.show === undefined ? (
      <App />
    ) : scene.bare === true ? (
      <Bare>{scene.show()}</Bare>
    ) : (
      <Page>{scene.show()}</Page>
    );
  if (scene.show !== undefined && scene.bare !== true) document.documentElement.dataset['gallery'] = 'sheet';
  // No StrictMode: it leaves and enters every effect once, and leaving closes what the scene has opened.
  root.render(await provide(scene, parameters, i18n, content));

  document.title = scene.title;
  document.documentElement.dataset['scene'] = scene.id;
  await settle();
  if (scene.after !== undefined) {
    await scene.after(hand);
    await settle();
  }
  document.documentElement.dataset['ready'] = 'true';
}

async function provide(
  scene: Scene,
  parameters: GalleryParameters,
  i18n: I18n,
  content: ReactNode,
): Promise<ReactElement> {
  const { theme, language, density, zoom, still } = parameters;
  const setup = scene.setup?.(i18n.t) ?? {};
  const bridge = createDesktopDouble({
    ...setup.desktop,
    settings: { theme, density, zoom, language: language === 'de' ? 'de' : 'en', ...setup.desktop?.settings },
  });
  const boot = await createDesktopStore(bridge);
  if (!boot.ok) throw new Error(boot.error.message);
  const { store } = boot;
  const desktop = watchDevices(bridge, store);
  desktop.devices.present(setup.desktop?.present ?? []);
  return (
    <I18nextProvider i18n={i18n}>
      <DesktopContext value={{ desktop, store }}>
        <CallContext value={createCallDouble(setup.call ?? {}, still)}>
          <DoctorContext value={createDoctorDouble(setup.doctor ?? { reports: [] })}>
            <ViewContext value={createViewStore(setup.view)}>{content}</ViewContext>
          </DoctorContext>
        </CallContext>
      </DesktopContext>
    </I18nextProvider>
  );
}

/** Theme, language and direction by the program's own code, where the program itself is not drawn. */
function Bare({ children }: { readonly children: ReactNode }): ReactElement {
  const language = useAppearance();
  return <I18nProvider locale={language}>{children}</I18nProvider>;
}

const Page = ({ children }: { readonly children: ReactNode }): ReactElement => (
  <Bare>
    <main className="gallery-page">{children}</main>
  </Bare>
);

const list: Scene = { id: 'list', title: 'Parley gallery', show: () => <SceneList /> };

function SceneList(): ReactElement {
  useEffect(() => document.documentElement.setAttribute('lang', 'en'), []);
  const addressOf = (id: string): string => {
    const query = new URLSearchParams(location.search);
    query.set('scene', id);
    return `?${query.toString()}`;
  };
  return (
    <>
      {Object.entries(scenes).map(([group, members]) => (
        <section key={group}>
          <h1>{group}</h1>
          <ul className="gallery-index">
            {members.map(({ id, title }) => (
              <li key={id}>
                <a href={addressOf(id)}>{title}</a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** More frames than a drawn picture in a video needs. */
const patience = 120;

/** Until what is drawn stays: fonts are there, effects ran, videos show their first frame. */
async function settle(): Promise<void> {
  await nextFrame();
  await nextFrame();
  await document.fonts.ready;
  const dark = (): boolean =>
    [...document.querySelectorAll('video')].some(({ readyState }) => readyState < HTMLMediaElement.HAVE_CURRENT_DATA);
  for (let frame = 0; frame < patience && dark(); frame += 1) await nextFrame();
  await nextFrame();
  await nextFrame();
}

const root = document.getElementById('root');
if (root !== null) void start(root);
