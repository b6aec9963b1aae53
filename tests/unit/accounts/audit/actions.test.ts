import { describe, expect, test } from "vitest";
import { auditActions } from "@/lib/accounts/audit/actions";
import type { ActionWords } from "@/lib/accounts/audit/words/types";
import { projectFiles, read } from "@/tests/unit/architecture/project-files";

const catalogue = Object.entries<ActionWords>(auditActions);

/** The code that may record entries: everything but their words. */
const sources = projectFiles
  .filter((path) => /^(lib|app|bin|supabase)\/.*\.tsx?$/.test(path))
  .filter((path) => !path.startsWith("lib/accounts/audit/words/"))
  .map(read);

/** True when the code names the action, whole or as the end of a name that it puts together. */
const isSpoken = (name: string): boolean => {
  const verb = name.split(".").at(-1) ?? "";
  return sources.some((text) => text.includes(`"${name}"`) || text.includes(`}.${verb}\``));
};

describe("the catalogue of audit actions", () => {
  test("is found in the code at all", () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(["api_key.revoked", "api_key.dreamed"].map(isSpoken)).toEqual([true, false]);
  });

  test("has words for every action that the code records", () => {
    const recorded = sources.flatMap((text) =>
      [...text.matchAll(/\baction: "([a-z_.]+)"/g)].map(([, name]) => name ?? ""),
    );
    expect(recorded.length).toBeGreaterThan(15);
    expect(recorded.filter((name) => !Object.hasOwn(auditActions, name))).toEqual([]);
  });

  test("has no words that nobody says", () => {
    expect(catalogue.map(([name]) => name).filter((name) => !isSpoken(name))).toEqual([]);
  });

  test.each(catalogue)("%s is named as the database wants it, with a label and a sentence", (name, words) => {
    expect(name).toMatch(/^[a-z_]+(\.[a-z_]+)+$/);
    expect(words.label).toMatch(/^[A-Z][A-Za-z ]+$/);
    for (const text of [words.sentence, words.detail ?? words.sentence]) {
      expect(text, "no full stop: it stands in a list").toMatch(/^(\{(actor|target)\}|[A-Z]).*[^.]$/);
      for (const [, placeholder] of text.matchAll(/\{([^{}]*)\}/g)) {
        expect(placeholder).toMatch(
          /^(actor|target|target's|(before|after)\.[a-zA-Z]+(:(words|count|date|time|money|person))?)$/,
        );
      }
    }
    expect(words.sentence, "can always be said").not.toMatch(/\{(before|after)\./);
  });
});
