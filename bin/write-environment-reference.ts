/**
 * Writes docs/environment.md and .env.example from the one list of variables.
 * `write-environment-reference.ts [--check]`; with --check it writes nothing and fails when a file is not current.
 */
import { type Variable, type VariableGroup, variables } from "@/lib/platform/env/variables";
import { listStale, type Reference, runReference } from "./reference";

/** What the reader must know about each group, in the order in which the groups are written. */
const groups: Readonly<Record<VariableGroup, string>> = {
  Application: "The process itself.",
  Database:
    "The system's own door to Postgres. Set it together with the Supabase group, or leave both out for the local Postgres.",
  Supabase: "The door through which signed-in people read.",
  Stripe: "Leave all of it out for the local Stripe.",
  Identity:
    "Both keys switch sign-in to Clerk; neither leaves the local identity; one of the two stops the start.",
  Inngest: "Leave all of it out for the local executor.",
  Mail: "Leave it out for the local inbox.",
  Operations: "All optional.",
  "Local stack": "Set by the start-up. Never set these in a deployment.",
};

type Entry = readonly [name: string, variable: Variable];

function entriesOf(group: VariableGroup): readonly Entry[] {
  return (Object.entries(variables) as Entry[]).filter(([, variable]) => variable.group === group);
}

const groupNames = Object.keys(groups) as VariableGroup[];

/** The reference for people, as Markdown. */
export function renderReference(): string {
  const sections = groupNames.map((group) => {
    const rows = entriesOf(group).map(([name, variable]) => {
      const example = variable.example === "" ? "" : `\`${variable.example}\``;
      const notes = [variable.secret ? "secret" : "", variable.generated ? "made by the start-up" : ""];
      const cells = [
        `\`${name}\``,
        variable.purpose,
        variable.rule,
        example,
        notes.filter(Boolean).join(", "),
      ];
      return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
    });
    return [
      `## ${group}`,
      groups[group],
      [
        "| variable | what it is for | a valid value is | example | notes |",
        "|---|---|---|---|---|",
        ...rows,
      ].join("\n"),
    ].join("\n\n");
  });
  return `${[
    "# Environment",
    "Every variable the application reads. This page and `.env.example` are written from `lib/platform/env/variables.ts` by `npx tsx bin/write-environment-reference.ts`; a test compares them.",
    "An empty value counts as not set. The environment is checked once, when a process starts: every wrong, missing or half-set variable is named in one sentence, and the process stops.",
    "On a laptop nothing has to be set: `npm start` makes every value marked *made by the start-up*. What you put into `.env` or into the shell's environment wins over it. In production (`NODE_ENV=production` without `MH_ALLOW_LOCAL=1`) nothing is made up: a missing value stops the process. Keys for the Inngest SDK's own mode are not needed: the application always runs it in cloud mode, against Inngest or the local executor.",
    ...sections,
  ].join("\n\n")}\n`;
}

/** The same as a template for `.env`. Everything is commented out: an untouched copy changes nothing. */
export function renderExample(): string {
  const sections = groupNames.map((group) => {
    const lines = entriesOf(group).map(([name, variable]) => {
      const value = /[\s<>#"]/.test(variable.example) ? `'${variable.example}'` : variable.example;
      return `# ${variable.purpose}\n# Must be ${variable.rule}.\n# ${name}=${value}`;
    });
    return `## ${group}. ${groups[group]}\n\n${lines.join("\n\n")}`;
  });
  return `${[
    "# Copy this file to .env and uncomment what you set. Nothing has to be set to run locally.\n# Written by bin/write-environment-reference.ts; docs/environment.md is the same as a page.",
    ...sections,
  ].join("\n\n")}\n`;
}

const reference: Reference = {
  command: "write-environment-reference",
  source: "lib/platform/env/variables.ts",
  files: [
    { path: "docs/environment.md", render: renderReference },
    { path: ".env.example", render: renderExample },
  ],
};

/** Paths of the files that differ from what they should say. */
export const listStaleEnvironment = (): readonly string[] => listStale(reference);

if (process.argv[1] === import.meta.filename) runReference(reference);
