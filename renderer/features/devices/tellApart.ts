/** The name of the device in use, with the number that it has among those of one name. */
export const nameAmong = (
  told: readonly { readonly id: string; readonly label: string }[],
  { deviceId, label }: { readonly deviceId: string; readonly label: string },
): string => told.find(({ id }) => id === deviceId)?.label ?? label;

/** Gives devices of one name, which the system names the same, a number each; no two of the result have one label. */
export function tellApart<T extends { readonly label: string }>(devices: readonly T[]): readonly T[] {
  const taken = new Set(devices.map(({ label }) => label));
  const counted = new Map<string, number>();
  return devices.map((device) => {
    const { label } = device;
    if (devices.filter((other) => other.label === label).length < 2) return device;
    let number = counted.get(label) ?? 0;
    let numbered: string;
    do {
      number += 1;
      numbered = `${label} (${number})`;
    } while (taken.has(numbered));
    taken.add(numbered);
    counted.set(label, number);
    return { ...device, label: numbered };
  });
}
