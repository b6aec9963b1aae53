import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createCustomer } from "@/local/stripe/objects/customer/create-customer";
import { Journal } from "@/local/stripe/state/journal";
import { World } from "@/local/stripe/world";
import { type CheckedStripe, startCheckedStripe } from "@/tests/contract/checked-stripe";
import { control } from "./support/control";
import { runServer } from "./support/run-server";

let stateDir: string;
let said: string[];

beforeEach(() => {
  stateDir = mkdtempSync(path.join(tmpdir(), "local-stripe-"));
  said = [];
  vi.spyOn(console, "error").mockImplementation((text: unknown) => void said.push(String(text)));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(stateDir, { recursive: true });
});

const journal = () => path.join(stateDir, "journal.jsonl");

/** A Stripe with some customers that has been stopped; what it kept lies in the state folder. */
async function leaveBehind(count: number): Promise<string[]> {
  const { stripe, close } = await startCheckedStripe({ stateDir });
  const ids: string[] = [];
  for (let at = 0; at < count; at++) ids.push((await stripe.customers.create({ name: `C${at}` })).id);
  await close();
  return ids;
}

async function customersOf({ stripe }: CheckedStripe): Promise<string[]> {
  return (await stripe.customers.list({ limit: 100 })).data.map(({ id }) => id).reverse();
}

describe("what a killed process left", () => {
  it("holds everything that was answered, however soon the kill came", { timeout: 300_000 }, async () => {
    const flags = ["--state-dir", stateDir];
    const first = await runServer(flags);
    const made = await Promise.all(
      Array.from({ length: 30 }, (_, at) => first.stripe.customers.create({ name: `C${at}` })),
    );
    await first.kill();
    const second = await runServer(flags);
    const kept = (await second.stripe.customers.list({ limit: 100 })).data.map(({ id }) => id);
    expect(kept.sort()).toEqual(made.map(({ id }) => id).sort());
    await second.kill();
  });

  it.each([
    ["half a line", '["customers","cus_torn",{"id":"cus_to'],
    ["half a batch", '["customers","cus_torn",{"id":"cus_torn","object":"customer"}]\n'],
  ])("is read up to %s at its end, and that is said", async (_what, torn) => {
    const ids = await leaveBehind(3);
    appendFileSync(journal(), torn);
    const again = await startCheckedStripe({ stateDir });
    expect(await customersOf(again)).toEqual(ids);
    await again.close();
    expect(said).toEqual([
      expect.stringMatching(
        /journal\.jsonl ends in the middle of a write.*last 1 unfinished changes are dropped/,
      ),
    ]);
  });

  it("is kept aside when it is damaged in the middle, and loaded up to there", async () => {
    const ids = await leaveBehind(2);
    // a second life appends to what the first left
    const { stripe, close, local } = await startCheckedStripe({ stateDir });
    await stripe.customers.create({ name: "damaged" });
    local.world.beforeTelling();
    const whole = readFileSync(journal(), "utf8");
    await close();
    const marks = whole.split('["#"]\n');
    const [before = "", ...rest] = marks;
    const damaged = `${before}["#"]\n\u0000\u0000 not json\n${rest.join('["#"]\n')}`;
    writeFileSync(journal(), damaged);
    const again = await startCheckedStripe({ stateDir });
    expect(await customersOf(again)).toEqual(ids);
    await again.close();
    expect(said.at(-1)).toMatch(
      /^local stripe: line \d+ of .* cannot be read\..*kept as .*journal\.jsonl\.damaged\.$/,
    );
    expect(readFileSync(`${journal()}.damaged`, "utf8")).toBe(damaged);
  });

  it("says nothing when all is well", async () => {
    await leaveBehind(1);
    const again = await startCheckedStripe({ stateDir });
    await again.close();
    expect(said).toEqual([]);
    expect(existsSync(`${journal()}.damaged`)).toBe(false);
  });
});

describe("the journal", () => {
  it("is rewritten without its history when that has grown", () => {
    const world = new World("2026-10-28.endive");
    const kept = Journal.open(stateDir, world.log, world.state, 20_000);
    const { id } = createCustomer(world, { name: "busy" });
    let largest = 0;
    for (let at = 0; at < 500; at++) {
      world.state.customers.patch(id, { name: `busy ${at}` });
      kept.flush();
      largest = Math.max(largest, statSync(journal()).size);
    }
    kept.close();
    expect(largest).toBeLessThan(60_000);
    expect(said.length).toBeGreaterThan(3);
    expect(said[0]).toMatch(/^local stripe: rewrote the journal, .* MB to .* MB, in \d+ ms$/);
    const again = new World("2026-10-28.endive");
    Journal.open(stateDir, again.log, again.state).close();
    expect(again.state.customers.get(id).name).toBe("busy 499");
  });

  it("costs a call that writes well under a millisecond, and one that reads nothing", async () => {
    const inMemory = await startCheckedStripe();
    const onDisk = await startCheckedStripe({ stateDir });
    await control(onDisk.local.url, "/snapshot", { name: "aside" });
    const time = async ({ local }: CheckedStripe, init: RequestInit) => {
      const headers = { authorization: `Bearer ${local.apiKey}` };
      const began = performance.now();
      await (await fetch(`${local.url}/v1/customers`, { headers, ...init })).arrayBuffer();
      return performance.now() - began;
    };
    const quick = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 4)] ?? 0;
    for (const [what, init, limit] of [
      ["write", { method: "POST", body: new URLSearchParams({ name: "Ada" }) }, 1],
      ["read", {}, 0.5],
    ] as const) {
      const times: [number[], number[]] = [[], []];
      for (let at = 0; at < 150; at++) {
        times[0].push(await time(inMemory, init));
        times[1].push(await time(onDisk, init));
      }
      const [without, withDisk] = [quick(times[0]), quick(times[1])];
      console.log(`${what}: ${without.toFixed(2)} ms in memory, ${withDisk.toFixed(2)} ms kept on disk`);
      expect(withDisk - without).toBeLessThan(limit);
    }
    await inMemory.close();
    await onDisk.close();
  });
});

describe("a snapshot", () => {
  it("survives a restart", async () => {
    const first = await startCheckedStripe({ stateDir });
    const early = await first.stripe.customers.create({ name: "early" });
    await control(first.local.url, "/snapshot", { name: "kept" });
    await first.stripe.customers.create({ name: "late" });
    await first.close();
    const second = await startCheckedStripe({ stateDir });
    expect(await customersOf(second)).toHaveLength(2);
    expect(await control(second.local.url, "/snapshots", {}, "GET")).toEqual({ data: ["kept"] });
    await control(second.local.url, "/restore", { name: "kept" });
    await second.close();
    // the restored state is what is kept from then on
    const third = await startCheckedStripe({ stateDir });
    expect(await customersOf(third)).toEqual([early.id]);
    await expect(control(third.local.url, "/restore", { name: "other" })).rejects.toThrow(
      'There is no snapshot \\"other\\". Known: kept.',
    );
    await third.close();
  });

  it("is whole although it is taken and brought back while calls come in", async () => {
    const checked = await startCheckedStripe({ stateDir });
    const { stripe, local } = checked;
    let isOver = false;
    let refused = 0;
    const creator = async () => {
      while (!isOver) {
        const { id } = await stripe.customers.create({ name: "busy" });
        await stripe.customers.update(id, { description: "more" }).catch((error: { statusCode?: number }) => {
          // taken away by a restore between the two calls
          expect(error.statusCode).toBe(404);
          refused++;
        });
      }
    };
    const creators = Array.from({ length: 4 }, creator);
    for (let round = 0; round < 6; round++) {
      await control(local.url, "/snapshot", { name: "busy" });
      const { customers } = (await control(local.url, "/status", {}, "GET"))["objects"] as {
        customers: number;
      };
      await new Promise((resolve) => setTimeout(resolve, 50));
      await control(local.url, "/restore", { name: "busy" });
      expect(customers).toBeGreaterThanOrEqual(0);
    }
    isOver = true;
    await Promise.all(creators);
    const created = new Set(
      local.world.state.events
        .all()
        .filter(({ type }) => type === "customer.created")
        .map(({ object }) => (object as { id: string }).id),
    );
    const present = local.world.state.customers.all().map(({ id }) => id);
    expect(new Set(present)).toEqual(created);
    console.log(`${present.length} customers, ${refused} updates of customers that a restore took away`);
    await checked.close();
    const again = await startCheckedStripe({ stateDir });
    expect(again.local.world.state.customers.size).toBe(present.length);
    await again.close();
  });
});
