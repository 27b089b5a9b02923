/** Asks every 50 ms until the answer is accepted; resolves with the last answer, accepted or not, after `limit` ms. */
export async function until<T>(ask: () => Promise<T>, accept: (answer: T) => boolean, limit: number): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const answer = await ask();
    if (accept(answer) || Date.now() > end) return answer;
    await new Promise((next) => setTimeout(next, 50));
  }
}
