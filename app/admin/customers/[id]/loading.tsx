export { CustomerSkeleton as default } from "@/components/admin/customer-skeleton";
