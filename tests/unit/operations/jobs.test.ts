import { beforeAll, expect, test } from "vitest";
import { accountsJobs } from "@/lib/accounts/jobs";
import { operationsJobs } from "@/lib/operations";
import { installEnvironment } from "@/tests/support/environment";

beforeAll(() => installEnvironment());

interface Job {
  readonly opts: {
    readonly id: string;
    readonly retries?: number;
    readonly triggers?: readonly { cron?: string; event?: string }[];
  };
}
const jobsOf = () =>
  [...accountsJobs(async () => ({ used: 0, limit: null })), ...operationsJobs()] as unknown as readonly Job[];

test("job ids are <domain>-<verb>-<noun>, each once", () => {
  const ids = jobsOf().map(({ opts }) => opts.id);
  for (const id of ids) expect(id).toMatch(/^(accounts|operations)(-[a-z]+){2,}$/);
  expect(new Set(ids).size).toBe(ids.length);
});

test("every job says how often it is tried again and what starts it", () => {
  for (const { opts } of jobsOf()) {
    expect(opts.retries, opts.id).toBeTypeOf("number");
    expect(opts.triggers?.length, opts.id).toBeGreaterThan(0);
  }
});

test("events that start a job are named <domain>/<noun>.<past-verb>", () => {
  const events = jobsOf().flatMap(({ opts }) => (opts.triggers ?? []).flatMap(({ event }) => event ?? []));
  expect(events.length).toBeGreaterThan(0);
  for (const event of events) expect(event).toMatch(/^[a-z]+\/[a-z_]+\.[a-z_]+$/);
});
