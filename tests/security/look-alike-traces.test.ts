import { readFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, call, dataOf, post } from "@/tests/integration/path/support/api";
import { until } from "@/tests/integration/path/support/until";
import { stack } from "@/tests/support/stack";
import { findLeaks } from "./support/find-leaks";
import { type LookAlikes, makeLookAlikes, type Side } from "./support/look-alikes";
import { readAs } from "./support/read-as";

interface Export {
  readonly id: string;
  readonly status: string;
}
interface Message {
  readonly id: string;
  readonly subject: string;
}

let world: LookAlikes;
beforeAll(async () => {
  world = await makeLookAlikes();
});

const otherOf = (side: Side): Side => (side === world.a ? world.b : world.a);

/** Asks for an export as the owner, and waits until it was made. */
async function makeExport(side: Side, path: string, format: "json" | "csv"): Promise<string> {
  const { cookie } = side.people.owner;
  const asked = await post(path, { format }, { cookie }, { "x-account": side.slug });
  const { id } = dataOf<Export>(asked);
  await until(`the export ${id} is ready`, async () => {
    const list = dataOf<readonly Export[]>(await readAs({ cookie }, path, side.slug));
    return list.find((each) => each.id === id)?.status === "ready";
  });
  return id;
}

/** Everything in an archive, its own bytes included. */
async function openArchive(side: Side, id: string): Promise<string> {
  const answer = await fetch(`${stack.urls.app}/api/exports/${id}/download`, {
    headers: { cookie: side.people.owner.cookie },
  });
  expect(answer.status).toBe(200);
  const archive = new Uint8Array(await answer.arrayBuffer());
  const files = Object.entries(unzipSync(archive));
  expect(files.length).toBeGreaterThan(1);
  return [
    ...[...answer.headers].map((pair) => pair.join(": ")),
    Buffer.from(archive).toString("latin1"),
    ...files.map(([name, bytes]) => `${name}\n${Buffer.from(bytes).toString("utf8")}`),
  ].join("\n");
}

describe("exports of two accounts that look alike", () => {
  it.each(["json", "csv"] as const)(
    "hold what is the account's, and nothing of the other, as %s",
    async (format) => {
      const sides = [world.a, world.b];
      const ids = await Promise.all(sides.map((side) => makeExport(side, "/api/account/exports", format)));
      for (const [index, side] of sides.entries()) {
        const content = await openArchive(side, ids[index] ?? "");
        expect(findLeaks(otherOf(side).marks, content)).toEqual([]);
        // Nearly all that was planted is the account's own to take along.
        const held = side.planted.filter((place) => content.includes(`${side.canary} ${place}`));
        expect(held).toEqual(
          expect.arrayContaining(["invoices.number", "invoice_lines.description", "api_keys.name"]),
        );
        expect(findLeaks(side.marks, content)).toEqual(
          expect.arrayContaining([side.canary, ...side.marks.figures.map(String)]),
        );
      }
    },
  );

  it("of people hold what is theirs alone", async () => {
    const sides = [world.a, world.b];
    const ids = await Promise.all(sides.map((side) => makeExport(side, "/api/profile/export", "json")));
    for (const [index, side] of sides.entries()) {
      const content = await openArchive(side, ids[index] ?? "");
      expect(findLeaks(otherOf(side).marks, content)).toEqual([]);
      expect(content).toContain(side.people.owner.email);
      const stolen = await readAs(
        { cookie: otherOf(side).people.owner.cookie },
        `/api/exports/${ids[index]}/download`,
      );
      expect(stolen.status).toBe(404);
    }
  });

  it("of the audit log hold the account's own entries", async () => {
    for (const side of [world.a, world.b]) {
      const { cookie } = side.people.owner;
      const answer = await readAs({ cookie }, "/api/account/audit/export", side.slug);
      expect(findLeaks(otherOf(side).marks, answer.text)).toEqual([]);
      expect(answer.text).toContain(side.canary);
    }
  });
});

/** Changes that the other account's owner tries with ids and addresses of this one. */
const attempts: readonly ((side: Side) => { method: string; path: string; json?: unknown })[] = [
  (side) => ({
    method: "PATCH",
    path: `/api/account/members/${side.people.member.id}`,
    json: { role: "viewer" },
  }),
  (side) => ({ method: "DELETE", path: `/api/account/members/${side.people.member.id}` }),
  (side) => ({ method: "POST", path: "/api/account/transfer", json: { personId: side.people.member.id } }),
  ...["api-keys", "invitations"].map((kind) => (side: Side) => ({
    method: "DELETE",
    path: `/api/account/${kind}/${side.keys.find((key) => key.length === 36)}`,
  })),
];

describe("refusals", () => {
  it("tell nothing of the account whose ids were used", async () => {
    for (const side of [world.a, world.b]) {
      const { cookie } = otherOf(side).people.owner;
      for (const attempt of attempts) {
        const { method, path, json } = attempt(side);
        const headers = { "x-account": otherOf(side).slug };
        const answer: Answer = await call({ method, path, json, cookie, headers });
        const named = `${path} ${JSON.stringify(json)}`;
        expect(answer.status, named).toBeGreaterThanOrEqual(400);
        expect(answer.status, named).toBeLessThan(500);
        expect(findLeaks(side.marks, answer.text, named), named).toEqual([]);
      }
    }
  });
});

describe("what was sent and noted on the way", () => {
  const listMessages = async (search: string): Promise<readonly Message[]> => {
    const answer = await fetch(`${stack.urls.mail}/api/messages?search=${search}`);
    return ((await answer.json()) as { messages: Message[] }).messages;
  };

  it("no message tells one account's people of the other", async () => {
    for (const side of [world.a, world.b]) {
      // Five people were welcomed, a guest was invited, a key was made and exports were ready.
      const messages = await until("the messages are there", async () => {
        const found = await listMessages(side.canary);
        return new Set(found.map(({ subject }) => subject)).size >= 3 && found.length >= 7 && found;
      });
      for (const { id, subject } of messages) {
        const content = await (await fetch(`${stack.urls.mail}/messages/${id}/raw`)).text();
        expect(findLeaks(side.marks, content), subject).toContain(side.canary);
        expect(findLeaks(otherOf(side).marks, content), subject).toEqual([]);
      }
    }
  });

  it("the application's log has no word of either", () => {
    const log = readFileSync(join(stack.stateDir, "logs", "app.log"), "utf8");
    expect(log).toContain(world.a.accountId);
    for (const { canary, slug, marks } of [world.a, world.b]) {
      expect(findLeaks({ words: [canary, slug], ids: [], figures: marks.figures }, log)).toEqual([]);
    }
  });
});
