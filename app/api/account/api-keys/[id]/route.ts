import { z } from "zod";
import { route } from "@/app/_server/route";
import { apiKeyParams, revokeApiKey } from "@/lib/accounts";

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/account/api-keys/{id}",
    summary: "Revoke an API key",
    tag: "Account",
    access: { kind: "account", permission: "api_keys.create" },
    params: apiKeyParams,
    output: z.object({ id: z.uuid(), revokedAt: z.iso.datetime() }),
    errors: [{ status: 404, code: "NOT_FOUND" }],
  },
  ({ ctx, params }) => revokeApiKey(ctx, params.id),
);
