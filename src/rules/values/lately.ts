// Remembers what was found of a text a moment ago, where the same few texts come again and again.

/**
 * Answers `find` with a memory of `most` texts. The memory is bounded, because owners and callers
 * write the texts: when it is full, all of it goes, which costs less than to know the oldest text.
 */
export function lately<T>(most: number, find: (text: string) => T): (text: string) => T {
  const found = new Map<string, T>();
  return (text) => {
    const known = found.get(text);
    if (known !== undefined) return known;
    if (found.size >= most) found.clear();
    const answer = find(text);
    found.set(text, answer);
    return answer;
  };
}
