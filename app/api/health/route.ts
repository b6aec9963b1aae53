import { healthRoute } from "@/app/_server/health-route";

export const GET = healthRoute("/api/health", "Readiness: everything the application needs", [
  "database",
  "queue",
  "stripe",
  "mail",
]);
