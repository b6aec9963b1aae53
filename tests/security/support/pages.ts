import { globSync } from "node:fs";

const root = new URL("../../..", import.meta.url).pathname;

/** Values for the segments in brackets. A page with a segment that stands in no table fails the tests that read it. */
export interface PageParams {
  /** Slug of the account that is looked at. */
  readonly account: string;
  readonly [segment: string]: string;
}

/** What the other segments stand for where a test does not say: nobody's customer, nobody's invitation. */
const NOBODYS: Readonly<Record<string, string>> = {
  id: "00000000-0000-4000-8000-000000000000",
  token: "nobodys",
};

/** Path patterns of all pages, from the folders of `app/`: `/a/[account]/billing`. */
export const pagePatterns: readonly string[] = globSync("app/**/page.tsx", { cwd: root })
  .map((file) =>
    file
      .replaceAll("\\", "/")
      .replace(/^app/, "")
      .replace(/\/page\.tsx$/, ""),
  )
  .map((path) => path.replaceAll(/\/\([^)]+\)/g, "").replace(/\/\[\[\.\.\.\w+\]\]$/, "") || "/")
  .sort();

/** The paths of all pages, with their segments filled. */
export function listPages(params: PageParams): readonly string[] {
  return pagePatterns.map((pattern) =>
    pattern.replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => {
      const value = params[name] ?? NOBODYS[name];
      if (value === undefined) throw new Error(`${pattern}: say in the tests what [${name}] stands for.`);
      return value;
    }),
  );
}
