import { describe, expect, test } from "vitest";
import { auditActions } from "@/lib/accounts/audit/actions";
import type { ActionWords } from "@/lib/accounts/audit/words/types";
import { projectFiles, read } from "@/tests/unit/architecture/project-files";

const catalogue = Object.entries<ActionWords>(auditActions);

/** Code that records entries: whatever imports the recording, or makes entries for someone who does. */
const recorders = projectFiles.filter(
  (path) =>
    /^(lib|app|bin|supabase)\/.*\.tsx?$/.test(path) &&
    !path.startsWith("lib/accounts/audit/words/") &&
    /\b(recordAudit|recordAuditEntries|AuditEntry|AuditAction)\b|audit-fields/.test(read(path)),
);
const NAME = /"([a-z_]+\.[a-z_]+)"/g;
const spoken = new Set(
  [...recorders, "lib/billing/compute/audit-fields.ts"].flatMap((path) =>
    [...read(path).matchAll(NAME)].map(([, name]) => name ?? ""),
  ),
);

describe("the catalogue of audit actions", () => {
  test("is found in the code at all", () => {
    expect(recorders.length).toBeGreaterThan(15);
    expect(spoken).toContain("api_key.revoked");
  });

  test("has words for every action that the code records", () => {
    const recorded = projectFiles
      .filter((path) => /^(lib|app|bin|supabase)\/.*\.tsx?$/.test(path))
      .flatMap((path) => [...read(path).matchAll(/\baction: "([a-z_.]+)"/g)].map(([, name]) => name ?? ""));
    expect(recorded.length).toBeGreaterThan(15);
    expect(recorded.filter((name) => !Object.hasOwn(auditActions, name))).toEqual([]);
  });

  test("has no words that nobody says", () => {
    expect(catalogue.map(([name]) => name).filter((name) => !spoken.has(name))).toEqual([]);
  });

  test.each(catalogue)("%s is named as the database wants it, with a label and a sentence", (name, words) => {
    expect(name).toMatch(/^[a-z_]+(\.[a-z_]+)+$/);
    expect(words.label).toMatch(/^[A-Z][A-Za-z ]+$/);
    for (const text of [words.sentence, words.detail ?? words.sentence]) {
      expect(text, "no full stop: it stands in a list").toMatch(/^(\{actor\}|[A-Z]).*[^.]$/);
      for (const [, placeholder] of text.matchAll(/\{([^{}]*)\}/g)) {
        expect(placeholder).toMatch(
          /^(actor|target|target's|(before|after)\.[a-zA-Z]+(:(words|count|date|time|money|person))?)$/,
        );
      }
    }
    expect(words.sentence, "can always be said").not.toMatch(/\{(before|after)\./);
  });
});
