import { registerHooks } from 'node:module';

/** The names by which main asks for Electron. */
export const specifiers = new Set(['electron', 'electron/main', 'electron/common', 'electron/utility']);
const address = 'electron-standin:module';
const holder = '__electronStandin';

/** From now on `import` and `require` of `electron` give the double. */
export function playElectron(electron: Readonly<Record<string, unknown>>): void {
  Object.defineProperty(globalThis, holder, { value: electron });
  registerHooks({
    resolve(specifier, context, next) {
      if (!specifiers.has(specifier)) return next(specifier, context);
      const imported = context.conditions.includes('import');
      return {
        url: `${address}?${imported ? 'import' : 'require'}`,
        format: imported ? 'module' : 'commonjs',
        shortCircuit: true,
      };
    },
    load(url, context, next) {
      if (!url.startsWith(address)) return next(url, context);
      const imported = url.endsWith('import');
      const names = Object.keys(electron).join(', ');
      const source = imported
        ? `export const { ${names} } = globalThis.${holder};\nexport default globalThis.${holder};`
        : `module.exports = globalThis.${holder};`;
      return { format: imported ? 'module' : 'commonjs', source, shortCircuit: true };
    },
  });
}
