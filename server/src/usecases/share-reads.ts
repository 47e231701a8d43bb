/**
 * Lets many who ask the same at once share one answer: a page opens two hundred sections of one report in a moment, and a
 * hundred pages come back together after a restart. Whoever asks while the question is on its way shares the next one, so
 * that nobody gets an answer that is older than their question; rights are decided on these.
 */
export function shareReads<K, V>(read: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const running = new Map<K, Promise<V>>();
  const next = new Map<K, Promise<V>>();

  function start(key: K): Promise<V> {
    const answer = read(key);
    running.set(key, answer);
    const end = () => {
      if (running.get(key) === answer) running.delete(key);
    };
    answer.then(end, end);
    return answer;
  }

  return (key) => {
    const waiting = next.get(key);
    if (waiting) return waiting;
    const asked = running.get(key);
    if (!asked) return start(key);
    const again = () => {
      next.delete(key);
      return start(key);
    };
    const later = asked.then(again, again);
    next.set(key, later);
    return later;
  };
}
