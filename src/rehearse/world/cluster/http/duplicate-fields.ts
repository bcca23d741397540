/** The paths of keys that a JSON text states twice: `JSON.parse` keeps the last and says nothing. */
export function duplicateFields(source: string): readonly string[] {
  const found: string[] = [];
  const stack: { readonly keys: Set<string> | undefined; path: string; index: number }[] = [];
  let expectKey = false;
  let current = "";
  for (let i = 0; i < source.length; i++) {
    const char = source[i];
    const top = stack.at(-1);
    if (char === '"') {
      const end = endOfString(source, i);
      if (expectKey && top?.keys !== undefined) {
        const key: unknown = JSON.parse(source.slice(i, end + 1));
        current = top.path === "" ? String(key) : `${top.path}.${String(key)}`;
        if (top.keys.has(String(key))) found.push(current);
        top.keys.add(String(key));
        expectKey = false;
      }
      i = end;
    } else if (char === "{") {
      stack.push({ keys: new Set(), path: current, index: 0 });
      expectKey = true;
    } else if (char === "[") {
      stack.push({ keys: undefined, path: current, index: 0 });
      current = `${current}[0]`;
    } else if (char === "}" || char === "]") stack.pop();
    else if (char === "," && top !== undefined) {
      expectKey = top.keys !== undefined;
      top.index += 1;
      if (top.keys === undefined) current = `${top.path}[${top.index}]`;
    }
  }
  return found;
}

function endOfString(source: string, start: number): number {
  let end = start + 1;
  while (end < source.length && source[end] !== '"') end += source[end] === "\\" ? 2 : 1;
  return end;
}
