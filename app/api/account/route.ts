import { route } from "@/app/_server/route";
import { account, getAccount, updateAccount, updateAccountBody } from "@/lib/accounts";

export const GET = route(
  {
    method: "GET",
    path: "/api/account",
    summary: "The account, with your role in it",
    tag: "Account",
    access: { kind: "account", permission: "account.read" },
    output: account,
  },
  ({ ctx }) => getAccount(ctx),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/account",
    summary: "Rename the account; its address stays",
    tag: "Account",
    access: { kind: "account", permission: "account.update" },
    body: updateAccountBody,
    output: account,
  },
  ({ ctx, input }) => updateAccount(ctx, input),
);
