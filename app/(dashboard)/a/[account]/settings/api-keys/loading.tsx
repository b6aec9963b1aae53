export { ApiKeysSkeleton as default } from "@/components/settings/api-keys-skeleton";
