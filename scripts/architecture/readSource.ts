import { posix } from 'node:path';
import { parseSync } from 'vite';

/** What of a source the rules look at. Read from its syntax tree: text can be written in too many ways. */
export interface Source {
  /** From the repository's folder, with slashes. */
  readonly path: string;
  readonly imports: readonly Import[];
  /** Every name and every property in the code, however it is written: `shell['openExternal']` has `openExternal`. */
  readonly names: ReadonlySet<string>;
  /** What is read of what: `window['desktop']` and `const { desktop } = window` are both `window.desktop`. */
  readonly reads: ReadonlySet<string>;
  /** Why it cannot be read; null when it can. */
  readonly error: string | null;
}

export interface Import {
  /** A path from the repository's folder, or a package's name with what is asked of it: `react/jsx-runtime`. */
  readonly target: string;
  readonly isPackage: boolean;
  /** `import type` leaves nothing in the program. */
  readonly typeOnly: boolean;
}

export function readSource(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text);
  const imports: Import[] = [];
  const names = new Set<string>();
  const reads = new Set<string>();
  const read = (object: string | null, property: string | null): void => {
    if (property === null) return;
    names.add(property);
    if (object !== null) reads.add(`${object}.${property}`);
  };
  // The rules look at few of the many types of node.
  visit(program as unknown as Node, (node) => {
    const from = importedBy(node);
    if (from !== null) imports.push(resolveImport(path, from, isTypeOnly(node)));
    switch (node.type) {
      case 'Identifier':
        names.add(String(node['name']));
        break;
      case 'ImportDeclaration':
        // `import { platform } from 'node:process'` reads it as well.
        for (const one of nodes(node['specifiers'])) {
          read(from?.replace(/^node:/, '') ?? null, nameOf(child(one, 'imported')));
        }
        break;
      case 'MemberExpression':
        read(nameOf(child(node, 'object')), propertyOf(node, 'property'));
        break;
      case 'VariableDeclarator':
        readPattern(child(node, 'id'), child(node, 'init'), read);
        break;
      case 'AssignmentExpression':
      case 'AssignmentPattern':
        readPattern(child(node, 'left'), child(node, 'right'), read);
        break;
    }
  });
  return { path, imports, names, reads, error: errors[0]?.message ?? null };
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

const nodes = (value: unknown): readonly Node[] => (Array.isArray(value) ? value : [value]).filter(isNode);

const child = (node: Node, key: string): Node | null => (isNode(node[key]) ? node[key] : null);

function visit(node: Node, action: (node: Node) => void): void {
  action(node);
  for (const value of Object.values(node)) for (const next of nodes(value)) visit(next, action);
}

/** What the node imports, as it is written; null when it imports nothing. */
function importedBy(node: Node): string | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return textOf(child(node, 'source') ?? child(node, 'argument'));
    case 'CallExpression':
      return nameOf(child(node, 'callee')) === 'require' ? textOf(nodes(node['arguments'])[0] ?? null) : null;
    default:
      return null;
  }
}

function isTypeOnly(node: Node): boolean {
  if (node.type === 'TSImportType' || node['importKind'] === 'type' || node['exportKind'] === 'type') return true;
  const each = nodes(node['specifiers']);
  return each.length > 0 && each.every((one) => one['importKind'] === 'type' || one['exportKind'] === 'type');
}

function resolveImport(path: string, from: string, typeOnly: boolean): Import {
  // Vite takes a question for the way in which a file is loaded.
  const file = from.replace(/\?.*$/, '');
  if (file.startsWith('.')) {
    return { target: posix.join(posix.dirname(path), file), isPackage: false, typeOnly };
  }
  if (file.startsWith('@parley/shared/')) {
    return { target: file.replace('@parley/shared/', 'shared/'), isPackage: false, typeOnly };
  }
  return { target: file, isPackage: true, typeOnly };
}

/** `a`, `x.a`, `(a as B)` and `a!` are all `a`. */
function nameOf(node: Node | null): string | null {
  switch (node?.type) {
    case 'Identifier':
      return String(node['name']);
    case 'MemberExpression':
      return propertyOf(node, 'property');
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return nameOf(child(node, 'expression'));
    default:
      return textOf(node);
  }
}

/** The property's name in `a.name` and `a['name']`, null for `a[name]`. */
function propertyOf(node: Node, key: 'property' | 'key'): string | null {
  const property = child(node, key);
  return node['computed'] === true ? textOf(property) : nameOf(property);
}

function textOf(node: Node | null): string | null {
  if (node?.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  const [only, ...more] = node?.type === 'TemplateLiteral' ? nodes(node['quasis']) : [];
  if (only === undefined || more.length > 0) return null;
  return (only['value'] as { readonly cooked: string | null }).cooked;
}

/** `const { platform: name, versions: { node } } = process` */
function readPattern(
  pattern: Node | null,
  value: Node | null,
  read: (object: string | null, name: string | null) => void,
) {
  if (pattern?.type !== 'ObjectPattern') return;
  for (const property of nodes(pattern['properties'])) {
    if (property.type === 'RestElement') continue;
    read(nameOf(value), propertyOf(property, 'key'));
    readPattern(child(property, 'value'), child(property, 'key'), read);
  }
}
