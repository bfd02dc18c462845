/** What a portion holds at most; one item is a portion however heavy it is. */
export interface PortionSize {
  items: number;
  weight: number;
}

/** `items` in portions, in their order. */
export function portions<T>(items: readonly T[], weightOf: (item: T) => number, most: PortionSize): T[][] {
  const result: T[][] = [];
  let portion: T[] = [];
  let weight = 0;
  for (const item of items) {
    const added = weightOf(item);
    if (portion.length > 0 && (portion.length === most.items || weight + added > most.weight)) {
      result.push(portion);
      portion = [];
      weight = 0;
    }
    portion.push(item);
    weight += added;
  }
  return portion.length > 0 ? [...result, portion] : result;
}
