/** A decoded form: text at the leaves, nested by the brackets of the names. */
export type FormNode = string | FormBranch;
export interface FormBranch {
  [key: string]: FormNode;
}

/**
 * `a[b][0][c]=v` is `{ a: { b: { 0: { c: "v" } } } }`. Branches have no prototype, so no name can reach one; whether
 * numbered keys mean a list or a map is for the schema to say.
 */
export function parseForm(text: string): FormBranch {
  const root = branch();
  for (const [name, value] of new URLSearchParams(text)) {
    const keys = [
      name.split("[", 1)[0] ?? "",
      ...Array.from(name.matchAll(/\[([^\]]*)\]/g), (match) => match[1] ?? ""),
    ];
    let at = root;
    keys.forEach((key, depth) => {
      // curl's `a[]=x` appends
      const place = depth > 0 && key === "" ? String(Object.keys(at).length) : key;
      if (depth === keys.length - 1) {
        at[place] = value;
        return;
      }
      const next = at[place];
      const inner = typeof next === "object" ? next : branch();
      at[place] = inner;
      at = inner;
    });
  }
  return root;
}

function branch(): FormBranch {
  return Object.create(null) as FormBranch;
}
