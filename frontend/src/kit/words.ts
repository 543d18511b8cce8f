/** What differs between two texts, word by word. */
export interface Piece {
  text: string;
  /** In both, in the first alone, or in the second alone. */
  in: 'both' | 'first' | 'second';
}

/** Words beyond which texts are compared by their ends alone; the table would grow too large. */
const MOST_WORDS = 1_500;

const wordsOf = (text: string): string[] => text.match(/\s+|\S+/g) ?? [];

export function differences(first: string, second: string): Piece[] {
  const one = wordsOf(first);
  const other = wordsOf(second);
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (
    end < one.length - start &&
    end < other.length - start &&
    one[one.length - 1 - end] === other[other.length - 1 - end]
  ) {
    end += 1;
  }
  const pieces: Piece[] = [];
  add(pieces, 'both', one.slice(0, start));
  between(pieces, one.slice(start, one.length - end), other.slice(start, other.length - end));
  add(pieces, 'both', one.slice(one.length - end));
  return joined(pieces);
}

/** Space between two words that differ is in both texts, and yet no break in what differs. */
function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  let first = '';
  let second = '';
  const settle = () => {
    add(result, 'first', first ? [first] : []);
    add(result, 'second', second ? [second] : []);
    first = '';
    second = '';
  };
  pieces.forEach((piece, index) => {
    if (piece.in === 'first') first += piece.text;
    else if (piece.in === 'second') second += piece.text;
    else if (first && second && !piece.text.trim() && pieces[index + 1]) {
      first += piece.text;
      second += piece.text;
    } else {
      settle();
      add(result, 'both', [piece.text]);
    }
  });
  settle();
  return result;
}

/** Both texts in one: what is in both once, then what only the second and only the first has. */
export function merged(first: string, second: string): string {
  const result: string[] = [];
  let mine = '';
  const spaced = (text: string) => {
    const last = result.at(-1);
    if (last && !/\s$/.test(last) && !/^\s/.test(text)) result.push(' ');
    result.push(text);
  };
  for (const piece of differences(first, second)) {
    if (piece.in === 'first') mine += piece.text;
    else if (piece.in === 'second') result.push(piece.text);
    else {
      if (mine) spaced(mine);
      if (mine && !/\s$/.test(mine) && !/^\s/.test(piece.text)) result.push(' ');
      mine = '';
      result.push(piece.text);
    }
  }
  if (mine) spaced(mine);
  return result.join('');
}

function add(pieces: Piece[], where: Piece['in'], words: readonly string[]): void {
  if (!words.length) return;
  const last = pieces.at(-1);
  const text = words.join('');
  if (last?.in === where) last.text += text;
  else pieces.push({ text, in: where });
}

/** The longest common sequence of words; too many words count as all different. */
function between(pieces: Piece[], one: string[], other: string[]): void {
  if (!one.length || !other.length || one.length > MOST_WORDS || other.length > MOST_WORDS) {
    add(pieces, 'first', one);
    add(pieces, 'second', other);
    return;
  }
  const width = other.length + 1;
  const table = new Uint16Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      table[i * width + j] =
        one[i] === other[j]
          ? table[(i + 1) * width + j + 1]! + 1
          : Math.max(table[(i + 1) * width + j]!, table[i * width + j + 1]!);
    }
  }
  walk(pieces, one, other, table, width);
}

function walk(
  pieces: Piece[],
  one: string[],
  other: string[],
  table: Uint16Array,
  width: number,
): void {
  const firsts: string[] = [];
  const seconds: string[] = [];
  const settle = () => {
    add(pieces, 'first', firsts.splice(0));
    add(pieces, 'second', seconds.splice(0));
  };
  let i = 0;
  let j = 0;
  while (i < one.length || j < other.length) {
    if (i < one.length && j < other.length && one[i] === other[j]) {
      settle();
      add(pieces, 'both', [one[i]!]);
      i += 1;
      j += 1;
    } else if (
      j >= other.length ||
      (i < one.length && table[(i + 1) * width + j]! >= table[i * width + j + 1]!)
    ) {
      firsts.push(one[i]!);
      i += 1;
    } else {
      seconds.push(other[j]!);
      j += 1;
    }
  }
  settle();
}
