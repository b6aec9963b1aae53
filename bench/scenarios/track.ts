import { randomUUID } from "node:crypto";
import { makeBenchAccounts, readUsed } from "../accounts";
import type { Scenario } from "../scenario";

const FEATURE = "generations";
const MANY_ACCOUNTS = 200;
const BATCH = 1_000;

/** Calls that each count one event, spread over so many accounts. */
function trackOver(name: string, summary: string, accountCount: number): Scenario {
  return {
    name,
    summary,
    async prepare({ sql }) {
      const accounts = await makeBenchAccounts(sql, accountCount);
      let next = 0;
      return {
        request: {
          method: "POST",
          path: "/api/usage/track",
          setupRequest: (request) => {
            next = (next + 1) % accounts.length;
            return {
              ...request,
              headers: {
                "content-type": "application/json",
                authorization: accounts[next]?.authorization ?? "",
              },
              body: JSON.stringify({ feature: FEATURE, idempotencyKey: randomUUID() }),
            };
          },
        },
        verify: (accepted) => compare(accepted, () => readUsed(sql, accounts, FEATURE)),
      };
    },
  };
}

export const track = trackOver("track", "POST /api/usage/track, one hot counter", 1);
export const trackMany = trackOver("track-many", `the same over ${MANY_ACCOUNTS} counters`, MANY_ACCOUNTS);

export const trackBatch: Scenario = {
  name: "track-batch",
  summary: `POST /api/usage/track with ${BATCH} events`,
  async prepare({ sql }) {
    const accounts = await makeBenchAccounts(sql, 4);
    let next = 0;
    return {
      unitsPerRequest: BATCH,
      request: {
        method: "POST",
        path: "/api/usage/track",
        setupRequest: (request) => {
          next = (next + 1) % accounts.length;
          const prefix = randomUUID();
          return {
            ...request,
            headers: {
              "content-type": "application/json",
              authorization: accounts[next]?.authorization ?? "",
            },
            body: JSON.stringify({
              events: Array.from({ length: BATCH }, (_, index) => ({
                feature: FEATURE,
                idempotencyKey: `${prefix}-${index}`,
              })),
            }),
          };
        },
      },
      verify: (accepted) => compare(accepted * BATCH, () => readUsed(sql, accounts, FEATURE)),
    };
  },
};

// Requests that were under way when the load stopped are stored but have no counted answer.
async function compare(
  accepted: number,
  read: () => Promise<{ used: number; events: number }>,
): Promise<string | null> {
  const { used, events } = await read();
  if (used !== events) return `counters hold ${used} and events ${events}`;
  return used < accepted ? `${accepted} were accepted and ${used} stored` : null;
}
