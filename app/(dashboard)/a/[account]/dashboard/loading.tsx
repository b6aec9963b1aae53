export { OverviewSkeleton as default } from "@/components/dashboard/overview-skeleton";
