export { demoGroups, demoPassword, demoPeople, type DemoPerson } from '@/db/demo-people';
