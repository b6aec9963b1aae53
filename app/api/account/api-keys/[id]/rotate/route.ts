import { route } from "@/app/_server/route";
import { apiKeyParams, createdApiKey, rotateApiKey, rotateApiKeyBody } from "@/lib/accounts";

export const POST = route(
  {
    method: "POST",
    path: "/api/account/api-keys/{id}/rotate",
    summary: "Replace an API key; the old one still works for the hours asked, 24 when none are",
    tag: "Account",
    access: { kind: "account", permission: "api_keys.create" },
    params: apiKeyParams,
    body: rotateApiKeyBody,
    output: createdApiKey,
    status: 201,
    // The answer holds the key itself: it is kept for replay under encryption, for a day.
    idempotency: "sealed",
    errors: [
      { status: 404, code: "NOT_FOUND" },
      { status: 409, code: "CONFLICT" },
      { status: 422, code: "API_KEY_LIMIT" },
    ],
  },
  ({ ctx, params, input }) => rotateApiKey(ctx, params.id, input),
);
