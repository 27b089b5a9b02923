// Writes resources/icon.ico and resources/icon.icns from the PNG files of resources/icons. Both formats are containers
// that may hold PNG as it is. Run it by hand when the drawing has changed: `node scripts/dist/makeIcons.ts`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Picture {
  /** Side of the square, pixels. */
  readonly size: number;
  readonly png: Buffer;
}

/** A Windows icon. Sizes are 1 to 256: the format keeps them in one byte, where 0 is 256. */
export function writeIco(pictures: readonly Picture[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * index;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...pictures.map((picture) => picture.png)]);
}

/** The names that macOS gives to pictures of a size; the second is the same picture for twice as dense a screen. */
const icnsTypes: Readonly<Record<number, readonly string[]>> = {
  32: ['ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
};

/** A macOS icon. Pictures of a size that the format has no name for are left out. */
export function writeIcns(pictures: readonly Picture[]): Buffer {
  const entries = pictures.flatMap(({ size, png }) => (icnsTypes[size] ?? []).map((type) => block(type, png)));
  return block('icns', Buffer.concat(entries));
}

function block(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'ascii');
  head.writeUInt32BE(content.length + 8, 4);
  return Buffer.concat([head, content]);
}

if (import.meta.main) {
  const resources = join(import.meta.dirname, '..', '..', 'resources');
  const read = (size: number): Picture => ({
    size,
    png: readFileSync(join(resources, 'icons', `parley-${size}.png`)),
  });
  writeFileSync(join(resources, 'icon.ico'), writeIco([16, 32, 64, 256].map(read)));
  writeFileSync(join(resources, 'icon.icns'), writeIcns([32, 64, 256, 512].map(read)));
}
