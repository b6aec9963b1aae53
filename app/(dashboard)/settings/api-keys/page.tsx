import type { Metadata } from "next";
import { requirePageContext } from "@/app/_server/page-context";
import { ApiKeys } from "@/components/settings/api-keys";
import { listApiKeys } from "@/lib/accounts";
import { getTier } from "@/lib/catalog";
import { findPlanInForce, getRequestsAnHour } from "@/lib/usage";

export const metadata: Metadata = { title: "API keys" };

const scopes = [
  { name: "usage:read", allows: "Read usage and limits, and check whether a call would be allowed" },
  { name: "usage:write", allows: "Record usage" },
  { name: "billing:read", allows: "Read the plan and invoices" },
];
