/** TypeScript declarations of an OpenAPI 3.1 document, in the shape that openapi-fetch reads: `paths`, `components`, `operations`. */
export declare function typesOf(document: object): Promise<string>;
