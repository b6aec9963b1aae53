export { clientAddress } from "./client-address";
export { createOpenApiDocument } from "./create-openapi-document";
export { type Authenticator, type Caller, createRoute, type RouteDefinition } from "./create-route";
export { describeRoutes, type FieldDescription, type RouteDescription } from "./describe-routes";
export { DirectAnswer, directOutput, streamOf } from "./direct-answer";
export { type Access, listRoutes, type RouteRecord } from "./registry";
export { respondNotFound } from "./respond";
export { streamText } from "./stream-text";
