import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { describe, expect, test } from "vitest";
import { listStaleEnvironment, renderExample, renderReference } from "@/bin/write-environment-reference";
import { parseEnvironment, type Variable, variables } from "@/lib/platform/env";
import { localEnvironment } from "@/tests/support/environment";

const all = Object.entries(variables) as [string, Variable][];
const example = readFileSync(new URL("../../../.env.example", import.meta.url), "utf8");

test("docs/environment.md and .env.example are current (npx tsx bin/write-environment-reference.ts)", () => {
  expect(listStaleEnvironment()).toEqual([]);
});

describe("the reference", () => {
  test("has one row for every variable", () => {
    const rows = [...renderReference().matchAll(/^\| `([A-Z_0-9]+)` \|/gm)].map(([, name]) => name);
    expect(rows.sort()).toEqual(Object.keys(variables).sort());
  });

  test("gives each variable a purpose that is a sentence", () => {
    for (const [name, { purpose }] of all) expect(purpose, name).toMatch(/^[A-Z`].+\.$/);
  });
});

describe(".env.example", () => {
  test("sets nothing: an untouched copy changes nothing", () => {
    expect(parseEnv(example)).toEqual({});
  });

  test("with every line uncommented gives each variable its example", () => {
    const set = parseEnv(renderExample().replaceAll(/^# ([A-Z_0-9]+=)/gm, "$1"));
    expect(set).toEqual(Object.fromEntries(all.map(([name, variable]) => [name, variable.example])));
  });

  test("shows only examples that the rules accept", () => {
    // The groups that exclude each other are tried one at a time, on a complete environment.
    for (const [name, variable] of all.filter(([, { example: value }]) => value !== "")) {
      expect(variable.schema.safeParse(variable.example).success, name).toBe(true);
    }
    expect(() =>
      parseEnvironment(localEnvironment({ MAIL_FROM: variables.MAIL_FROM.example })),
    ).not.toThrow();
  });

  test("holds no secret", () => {
    for (const [name, variable] of all.filter(([, { secret }]) => secret)) {
      expect(variable.example, name).toMatch(/^$|\.\.\.$|password|example/);
    }
  });
});
