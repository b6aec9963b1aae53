export { CustomersSkeleton as default } from "@/components/admin/customers-skeleton";
