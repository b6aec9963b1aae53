export { AccountSettingsSkeleton as default } from "@/components/settings/account-settings-skeleton";
