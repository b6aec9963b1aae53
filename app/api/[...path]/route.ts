import { notFound } from "@/lib/platform/errors";
import { respondError } from "@/lib/platform/http";

// A path of the API that is none is answered in the API's own form, for every method, and not with a page.
const answer = (): Response => respondError(notFound("This path"), "/api/{...path}");

export const GET = answer;
export const POST = answer;
export const PUT = answer;
export const PATCH = answer;
export const DELETE = answer;
