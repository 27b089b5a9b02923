/** The platform-architecture pairs that Parley is packaged for. */

export type DistPlatform = 'linux' | 'win32' | 'darwin';
export type DistArch = 'x64' | 'arm64';

export interface DistTarget {
  readonly platform: DistPlatform;
  readonly arch: DistArch;
}

export const distTargets: readonly DistTarget[] = (['linux', 'win32', 'darwin'] as const).flatMap((platform) =>
  (['x64', 'arm64'] as const).map((arch) => ({ platform, arch })),
);

const names = {
  linux: { flag: '--linux', folder: 'linux', resources: 'resources' },
  win32: { flag: '--win', folder: 'win', resources: 'resources' },
  darwin: { flag: '--mac', folder: 'mac', resources: 'Parley.app/Contents/Resources' },
} as const;

/** electron-builder's option for the platform. */
export const platformFlag = (platform: DistPlatform): string => names[platform].flag;

/** Where electron-builder leaves the unpacked program, under its output folder: `linux-unpacked`, `mac-arm64`, …. */
export function appFolder({ platform, arch }: DistTarget): string {
  const folder = names[platform].folder + (arch === 'x64' ? '' : `-${arch}`);
  return platform === 'darwin' ? folder : `${folder}-unpacked`;
}

/** The folder of `app.asar` inside that. */
export const resourcesFolder = (platform: DistPlatform): string => names[platform].resources;
