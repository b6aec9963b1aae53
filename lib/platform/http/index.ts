export { clientAddress } from "./client-address";
export { createOpenApiDocument } from "./create-openapi-document";
export { type Authenticator, type Caller, createRoute, type RouteDefinition } from "./create-route";
export { type Access, listRoutes, type RouteRecord } from "./registry";
