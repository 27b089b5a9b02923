const secretKey = /token|password|secret|authorization|credential|cookie/i;
// Anything with the shape of a JSON Web Token, and bearer values, wherever they hide in a text.
const secretText = /eyJ[\w-]{8,}\.[\w-]+\.[\w-]*|Bearer\s+[\w.~+/-]+=*|access_token=[^&\s]+/g;

/** Copies a value for the log without secrets: keys that name one lose their value, tokens inside texts are cut out. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(secretText, '[redacted]').slice(0, 2000);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return { name: value.name, message: redact(value.message), stack: redact(value.stack) };
  if (depth > 4) return '[deep]';
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, secretKey.test(key) ? '[redacted]' : redact(item, depth + 1)]),
  );
}
