/**
 * By which name a Linux desktop, its portals among them, knows the program: that of its desktop file (`desktopName` in
 * package.json) without the suffix, a reverse domain name because portals refuse others.
 */
export const appId = 'org.parley.Parley';
