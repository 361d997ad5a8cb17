/**
 * TypeScript declarations for an OpenAPI 3.1 document, in the form openapi-fetch expects: `paths`,
 * `components`, `operations`.
 */
export declare function typesOf(document: object): Promise<string>;
