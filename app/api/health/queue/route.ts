import { healthRoute } from "@/app/_server/health-route";

export const GET = healthRoute("/api/health/queue", "Events waiting to be sent", ["queue"]);
