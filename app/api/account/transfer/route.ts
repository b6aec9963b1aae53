import { route } from "@/app/_server/route";
import { transferOwnership, transferOwnershipBody, transferredOwnership } from "@/lib/accounts";

export const POST = route(
  {
    method: "POST",
    path: "/api/account/transfer",
    summary: "Make a member owner and yourself admin",
    tag: "Team",
    access: { kind: "account", permission: "account.transfer", recentSignIn: true },
    body: transferOwnershipBody,
    output: transferredOwnership,
    errors: [
      { status: 404, code: "NOT_FOUND" },
      { status: 422, code: "CONFIRMATION_MISMATCH" },
      { status: 422, code: "ALREADY_OWNER" },
      { status: 422, code: "PERSONAL_ACCOUNT" },
    ],
  },
  ({ ctx, input }) => transferOwnership(ctx, input),
);
