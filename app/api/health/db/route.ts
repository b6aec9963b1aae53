import { healthRoute } from "@/app/_server/health-route";

export const GET = healthRoute("/api/health/db", "Database", ["database"]);
