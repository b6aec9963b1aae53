import type { Stripe } from "stripe";
import { listPage } from "../../http/list-page";
import { listOperation, operation } from "../../http/operation";
import { invalidRequest, noSuch } from "../../http/stripe-error";
import { mergeMetadata } from "../../state/metadata";
import type { Dispute } from "../../state/records";
import type { World } from "../../world";
import { closeDispute } from "./close-dispute";

function getDispute(world: World, id: string): Dispute {
  const dispute = world.state.disputes.find(id);
  if (!dispute) throw noSuch("dispute", id);
  return dispute;
}

/**
 * Keeps evidence, and hands it in unless told to wait. In test mode the text decides: `winning_evidence` and
 * `losing_evidence` (https://docs.stripe.com/testing#disputes).
 */
function updateDispute(world: World, id: string, params: Stripe.DisputeUpdateParams): Dispute {
  const before = getDispute(world, id);
  const isOpen = before.status === "needs_response" || before.status === "warning_needs_response";
  if (params.evidence && !isOpen)
    throw invalidRequest("This dispute is already closed or under review.", "evidence");
  const { enhanced_evidence: _enhanced, appeal: _appeal, ...evidence } = params.evidence ?? {};
  const submits = params.evidence !== undefined && params.submit !== false;
  const after = world.state.disputes.put({
    ...before,
    evidence: { ...before.evidence, ...(evidence as Partial<Dispute["evidence"]>) },
    evidence_details: {
      ...before.evidence_details,
      has_evidence: before.evidence_details.has_evidence || params.evidence !== undefined,
      submission_count: before.evidence_details.submission_count + (submits ? 1 : 0),
      submission_method: submits ? "manual" : before.evidence_details.submission_method,
    },
    metadata: mergeMetadata(before.metadata, params.metadata),
    status: submits
      ? before.status === "warning_needs_response"
        ? "warning_under_review"
        : "under_review"
      : before.status,
  });
  world.emit("charge.dispute.updated", after, before);
  if (submits && evidence.uncategorized_text === "winning_evidence") return closeDispute(world, id, "won");
  if (submits && evidence.uncategorized_text === "losing_evidence") return closeDispute(world, id, "lost");
  return after;
}

export const disputeOperations = [
  listOperation<Stripe.DisputeListParams>("/v1/disputes", ["charge", "payment_intent"], ({ world, params }) =>
    listPage(world.state.disputes, params, {
      url: "/v1/disputes",
      by: params.charge
        ? { index: "charge", key: params.charge }
        : params.payment_intent
          ? { index: "payment_intent", key: params.payment_intent }
          : undefined,
    }),
  ),
  operation("GET", "/v1/disputes/{id}", [], ({ world, id }) => getDispute(world, id)),
  operation<Stripe.DisputeUpdateParams>(
    "POST",
    "/v1/disputes/{id}",
    ["evidence", "metadata", "submit"],
    ({ world, params, id }) => updateDispute(world, id, params),
  ),
  operation("POST", "/v1/disputes/{id}/close", [], ({ world, id }) => {
    const dispute = getDispute(world, id);
    if (dispute.status === "won" || dispute.status === "lost")
      throw invalidRequest("This dispute is already closed.");
    return closeDispute(world, id, "lost");
  }),
];
