import { route } from "@/app/_server/route";
import { apiKeyParams, createdApiKey, rotateApiKey } from "@/lib/accounts";

export const POST = route(
  {
    method: "POST",
    path: "/api/account/api-keys/{id}/rotate",
    summary: "Replace an API key; the old one works for another 24 hours",
    tag: "Account",
    access: { kind: "account", permission: "api_keys.create" },
    params: apiKeyParams,
    output: createdApiKey,
    status: 201,
    // The answer holds the key itself: it is kept for replay under encryption, for a day.
    idempotency: "sealed",
    errors: [
      { status: 404, code: "NOT_FOUND" },
      { status: 409, code: "CONFLICT" },
    ],
  },
  ({ ctx, params }) => rotateApiKey(ctx, params.id),
);
