export { clientAddress } from "./client-address";
export { createOpenApiDocument } from "./create-openapi-document";
export { type Authenticator, type Caller, createRoute, type RouteDefinition } from "./create-route";
export { describeRoutes, type FieldDescription, type RouteDescription } from "./describe-routes";
export { DirectAnswer, directOutput, streamOf } from "./direct-answer";
export { parseJson, readBody } from "./read-body";
export { type Access, listRoutes, type RouteRecord } from "./registry";
export { respondError } from "./respond";
export { streamText } from "./stream-text";
