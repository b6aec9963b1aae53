import { SignJWT } from "jose";
import postgres from "postgres";
import { afterAll, describe, expect, it } from "vitest";
import { stack } from "../../support/stack";

const owner = postgres(stack.urls.database, { max: 1, onnotice: () => undefined });

afterAll(() => owner.end());

async function tokenFor(personId: string): Promise<string> {
  return new SignJWT({ role: "authenticated" })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(personId)
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(new TextEncoder().encode(stack.keys.supabaseJwtSecret));
}

function get(path: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(`${stack.urls.gateway}${path}`, { headers });
}

/** Who may do what to which table, as Postgres sees it. */
async function listGrants(): Promise<readonly unknown[]> {
  return owner`
    select grantee, table_schema, table_name, privilege_type from information_schema.role_table_grants
    where grantee in ('anon', 'authenticated', 'service_role') order by 1, 2, 3, 4`;
}

describe("the local REST gateway", () => {
  it("gives no table back that a migration has revoked", async () => {
    const before = await listGrants();
    const token = await tokenFor("user_nobody");
    await get("/rest/v1/accounts?select=*", {
      apikey: stack.keys.supabasePublishable,
      authorization: `Bearer ${token}`,
    });
    expect(await listGrants()).toEqual(before);
  });

  it("shows a stranger nothing of any account", async () => {
    const token = await tokenFor("user_nobody");
    const response = await get("/rest/v1/accounts?select=*", {
      apikey: stack.keys.supabasePublishable,
      authorization: `Bearer ${token}`,
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual([]);
  });

  it("acts as nobody powerful for a request without a key or with a forged token", async () => {
    expect((await get("/rest/v1/accounts?select=*", {})).status).toBe(401);
    const forged = await new SignJWT({ role: "service_role" })
      .setProtectedHeader({ alg: "HS256" })
      .setExpirationTime("5m")
      .sign(new TextEncoder().encode("x".repeat(40)));
    const response = await get("/rest/v1/accounts?select=*", {
      apikey: stack.keys.supabasePublishable,
      authorization: `Bearer ${forged}`,
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
  });

  it("has no other door: no sign-up, no schema, no stand-in's tables", async () => {
    const apikey = stack.keys.supabasePublishable;
    for (const path of ["/", "/auth/v1/settings", "/_system/schema", "/storage/v1/bucket"]) {
      expect((await get(path, { apikey })).status).toBe(404);
    }
    const headers = { apikey, "accept-profile": "local_identity" };
    expect((await get("/rest/v1/people?select=*", headers)).ok).toBe(false);
  });
});
