// Importing a route registers it. Every route handler of the application stands here; a test compares the
// list with the files.
import "@/app/api/account/api-keys/[id]/rotate/route";
import "@/app/api/account/api-keys/[id]/route";
import "@/app/api/account/api-keys/route";
import "@/app/api/account/route";
import "@/app/api/accounts/route";
import "@/app/api/billing/checkout/route";
import "@/app/api/billing/invoices/[id]/route";
import "@/app/api/billing/invoices/route";
import "@/app/api/billing/overview/route";
import "@/app/api/billing/portal/route";
import "@/app/api/billing/subscription/route";
import "@/app/api/catalog/route";
import "@/app/api/health/db/route";
import "@/app/api/health/queue/route";
import "@/app/api/health/route";
import "@/app/api/health/stripe/route";
import "@/app/api/local/session/route";
import "@/app/api/usage/check/route";
import "@/app/api/usage/history/route";
import "@/app/api/usage/limits/route";
import "@/app/api/usage/route";
import "@/app/api/usage/track/route";
import "@/app/api/webhooks/stripe/route";
