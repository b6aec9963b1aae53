export { SessionsSkeleton as default } from "@/components/identity/sessions-skeleton";
