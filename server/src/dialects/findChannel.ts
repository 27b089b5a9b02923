interface Named {
  readonly id: string;
  readonly name: string;
  readonly kind: 'voice' | 'text';
}

/**
 * The channel that a foreign client means by the name of a room: the one with this id, else the one voice channel of this
 * name, else a text channel of it. `visible`: the channels with VIEW, so that nobody learns of others.
 */
export function findChannel<Channel extends Named>(
  visible: readonly Channel[],
  room: string,
): Channel | 'none' | 'several' {
  const byId = visible.find(({ id }) => id === room);
  if (byId !== undefined) return byId;
  const named = visible.filter(({ name }) => name === room);
  const [first, second] = named.filter(({ kind }) => kind === 'voice');
  if (second !== undefined) return 'several';
  return first ?? named[0] ?? 'none';
}
