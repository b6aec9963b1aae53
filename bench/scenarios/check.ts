import { makeBenchAccounts } from "../accounts";
import type { Scenario } from "../scenario";

export const check: Scenario = {
  name: "check",
  summary: "POST /api/usage/check with an API key",
  async prepare({ sql }) {
    const [account] = await makeBenchAccounts(sql, 1);
    return {
      request: {
        method: "POST",
        path: "/api/usage/check",
        headers: { "content-type": "application/json", authorization: account?.authorization ?? "" },
        body: JSON.stringify({ feature: "generations" }),
      },
    };
  },
};
