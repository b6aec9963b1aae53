import { respondNotFound } from "@/lib/platform/http";

// A path of the API that is none is answered in the API's own form, for every method, and not with a page.
export const GET = respondNotFound;
export const POST = respondNotFound;
export const PUT = respondNotFound;
export const PATCH = respondNotFound;
export const DELETE = respondNotFound;
