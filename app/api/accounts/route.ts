import { z } from "zod";
import { route } from "@/app/_server/route";
import { account, createAccountBody, createOrganization, listAccounts } from "@/lib/accounts";
import { publicCatalog } from "@/lib/catalog";

export const GET = route(
  {
    method: "GET",
    path: "/api/accounts",
    summary: "The accounts you belong to, with your role in each",
    tag: "Account",
    access: { kind: "person" },
    output: z.object({ accounts: z.array(account) }),
  },
  async ({ ctx }) => ({ accounts: await listAccounts(ctx) }),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/accounts",
    summary: "Create an organization that you own",
    tag: "Account",
    access: { kind: "person" },
    body: createAccountBody,
    output: account,
    status: 201,
    errors: [{ status: 422, code: "ORGANIZATION_LIMIT" }],
  },
  ({ ctx, input }) => createOrganization(ctx, input, publicCatalog().currencies),
);
