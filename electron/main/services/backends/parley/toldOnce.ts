/** Deeds that are remembered; the server tells far fewer at once. */
const most = 200;

/** Which of a moderator's deeds are news here: the event stream and each list of channels tell the same ones. */
export interface ToldOnce {
  /** False for one that was told before. One without an id (of a server from before there were ids) comes by the event stream alone: once. */
  isNews(id: string | undefined): boolean;
}

export function createToldOnce(): ToldOnce {
  const told = new Set<string>();
  return {
    isNews(id) {
      if (id === undefined) return true;
      if (told.has(id)) return false;
      told.add(id);
      const [oldest] = told;
      if (told.size > most && oldest !== undefined) told.delete(oldest);
      return true;
    },
  };
}
