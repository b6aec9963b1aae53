import type { Metadata } from "next";
import { ApiReference } from "@/components/docs/api-reference";
import { env } from "@/lib/platform/env";
import { describeRoutes } from "@/lib/platform/http";
import { PublicFrame } from "../../public-frame";
import "@/app/api/openapi.json/route-modules";

export const metadata: Metadata = {
  title: "API reference",
  description: "Every path of the Meterhouse API.",
};

export default function ApiReferencePage() {
  return (
    <PublicFrame current="/docs/api">
      <ApiReference operations={describeRoutes()} baseUrl={env().app.url} />
    </PublicFrame>
  );
}
