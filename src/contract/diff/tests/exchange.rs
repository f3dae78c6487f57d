//! Pairs that differ in operations and in what belongs to them.

use super::{Operation, Pair, Parameters, Root, Whole};

pub(super) const PAIRS: &[Pair] = &[
    // Operations
    (Root, "paths: {/a: {get: {responses: {}}}}", "paths: {}", &["operation-removed"]),
    (
        Root,
        "paths: {/a: {get: {operationId: A, responses: {}}}}",
        "paths: {/b: {get: {operationId: A, responses: {}}}}",
        &["operation-moved"],
    ),
    (
        Root,
        "paths: {/a: {get: {operationId: A, responses: {}}}}",
        "paths: {/a: {put: {operationId: A, responses: {}}}}",
        &["operation-moved"],
    ),
    (
        Root,
        "paths: {'/a/{id}': {parameters: [{name: id, in: path, required: true, schema: {type: string}}], get: {responses: {}}}}",
        "paths: {'/a/{key}': {parameters: [{name: key, in: path, required: true, schema: {type: string}}], get: {responses: {}}}}",
        &["path-parameter-renamed"],
    ),
    (
        Root,
        "paths: {/a: {$ref: 'a.yaml'}}",
        "paths: {/a: {$ref: 'b.yaml'}}",
        &["unresolved-reference-changed"],
    ),
    (
        Operation,
        "{responses: {}, operationId: A}",
        "{responses: {}, operationId: B}",
        &["operation-id-changed"],
    ),
    (Operation, "{responses: {}}", "{responses: {}, operationId: B}", &["operation-id-added"]),
    (Operation, "{responses: {}}", "{responses: {}, deprecated: true}", &["deprecated"]),
    (Operation, "{responses: {}, tags: [a]}", "{responses: {}, tags: [b]}", &["tag-changed"]),
    // Parameters
    (Parameters, "[]", "[{name: a, in: query, schema: {type: string}}]", &["parameter-added"]),
    (
        Parameters,
        "[]",
        "[{name: a, in: query, required: true, schema: {type: string}}]",
        &["required-parameter-added"],
    ),
    (
        Parameters,
        "[{name: a, in: query, schema: {type: string}}]",
        "[{name: a, in: query, required: true, schema: {type: string}}]",
        &["parameter-made-required"],
    ),
    (
        Parameters,
        "[{name: a, in: query, schema: {type: string}}]",
        "[{name: a, in: header, schema: {type: string}}]",
        &["parameter-added", "parameter-removed"],
    ),
    (
        Parameters,
        "[{name: a, in: query, schema: {type: array, items: {type: string}}}]",
        "[{name: a, in: query, explode: false, schema: {type: array, items: {type: string}}}]",
        &["parameter-style-changed"],
    ),
    (
        Parameters,
        "[{name: b, in: path, required: true, schema: {type: string}}]",
        "[{name: b, in: path, required: true, style: label, schema: {type: string}}]",
        &["parameter-style-changed"],
    ),
    (
        Parameters,
        "[{name: a, in: query, schema: {type: string}}]",
        "[{name: a, in: query, content: {application/json: {schema: {type: string}}}}]",
        &["parameter-style-changed"],
    ),
    (
        Parameters,
        "[{name: a, in: query, allowEmptyValue: true, schema: {type: string}}]",
        "[{name: a, in: query, schema: {type: string}}]",
        &["parameter-empty-value-forbidden"],
    ),
    (
        Parameters,
        "[{name: a, in: query, schema: {type: integer, default: 1, maximum: 9}}]",
        "[{name: a, in: query, schema: {type: integer, default: 2, maximum: 8}}]",
        &["request-bound-tightened", "request-default-changed"],
    ),
    (
        Parameters,
        "[{name: a, in: cookie, schema: {type: string}}]",
        "[{name: a, in: cookie, schema: {type: string, enum: [b]}}]",
        &["request-enum-added"],
    ),
    (Parameters, "[{$ref: 'a.yaml'}]", "[]", &["request-reference-changed"]),
    (
        Parameters,
        "[{name: b, in: path, required: true, x-swr-scope: client, schema: {type: string}}]",
        "[{name: b, in: path, required: true, schema: {type: string}}]",
        &["extension-setting-changed"],
    ),
    // Bodies
    (
        Operation,
        "{responses: {}}",
        "{responses: {}, requestBody: {content: {text/plain: {}}}}",
        &["request-body-added"],
    ),
    (
        Operation,
        "{responses: {}}",
        "{responses: {}, requestBody: {required: true, content: {text/plain: {}}}}",
        &["request-required-body-added"],
    ),
    (
        Operation,
        "{responses: {}, requestBody: {content: {text/plain: {}}}}",
        "{responses: {}, requestBody: {required: true, content: {text/plain: {}}}}",
        &["request-body-made-required"],
    ),
    (
        Operation,
        "{responses: {}, requestBody: {content: {text/plain: {}}}}",
        "{responses: {}, requestBody: {content: {text/csv: {}}}}",
        &["request-media-type-added", "request-media-type-removed"],
    ),
    (
        Operation,
        "{responses: {}, requestBody: {content: {text/plain: {}}}}",
        "{responses: {}, requestBody: {content: {text/*: {}}}}",
        &["request-media-type-widened"],
    ),
    (
        Operation,
        "{responses: {}, requestBody: {content: {multipart/form-data: {schema: {type: object}}}}}",
        "{responses: {}, requestBody: {content: {multipart/form-data: {schema: {type: object}, encoding: {a: {contentType: image/png}}}}}}",
        &["request-encoding-changed"],
    ),
    (
        Operation,
        "{responses: {'200': {description: x}}}",
        "{responses: {'200': {description: x, content: {text/plain: {}}}}}",
        &["response-body-added"],
    ),
    (
        Operation,
        "{responses: {'200': {description: x, content: {text/plain: {}}}}}",
        "{responses: {'200': {description: x, content: {text/plain: {}, text/csv: {}}}}}",
        &["response-media-type-added"],
    ),
    (
        Operation,
        "{responses: {'200': {description: x, content: {text/plain: {}}}}}",
        "{responses: {'200': {description: x, content: {'*/*': {}}}}}",
        &["response-media-type-widened"],
    ),
    (
        Operation,
        "{responses: {'200': {description: x, content: {multipart/mixed: {encoding: {a: {contentType: a/b}}}}}}}",
        "{responses: {'200': {description: x, content: {multipart/mixed: {}}}}}",
        &["response-encoding-changed"],
    ),
    // Answers
    (
        Operation,
        "{responses: {'200': {description: x}, '404': {description: x}}}",
        "{responses: {'200': {description: x}}}",
        &["response-error-status-removed"],
    ),
    (
        Operation,
        "{responses: {'200': {description: x}}}",
        "{responses: {'200': {description: x}, '202': {description: x}}}",
        &["response-success-status-added"],
    ),
    (
        Operation,
        "{responses: {default: {description: x}}}",
        "{responses: {default: {description: x}, '429': {description: x}}}",
        &["response-status-singled-out"],
    ),
    (
        Operation,
        "{responses: {'4XX': {description: x}}}",
        "{responses: {'404': {description: x}, '4xx': {description: x}}}",
        &["response-status-singled-out"],
    ),
    (
        Operation,
        "{responses: {'200': {description: x}}}",
        "{responses: {'200': {description: x, headers: {A: {schema: {type: string}}}}}}",
        &["response-header-added"],
    ),
    (
        Operation,
        "{responses: {'200': {description: x}}}",
        "{responses: {'200': {description: x, headers: {A: {required: true, schema: {type: string}}}}}}",
        &["response-required-header-added"],
    ),
    (
        Operation,
        "{responses: {'200': {description: x, headers: {A: {schema: {type: string}}}}}}",
        "{responses: {'200': {description: x, headers: {a: {required: true, schema: {type: integer}}}}}}",
        &["response-header-made-required", "response-type-changed"],
    ),
    (
        Operation,
        "{responses: {'200': {description: x, headers: {A: {schema: {type: object}}}}}}",
        "{responses: {'200': {description: x, headers: {A: {explode: true, schema: {type: object}}}}}}",
        &["response-header-style-changed"],
    ),
    (
        Operation,
        "{responses: {'200': {description: x, links: {a: {operationId: A}}}}}",
        "{responses: {'200': {description: x, links: {a: {operationId: B}}}}}",
        &["link-changed"],
    ),
    // Callbacks: everything the other way
    (
        Operation,
        "{responses: {}}",
        "{responses: {}, callbacks: {a: {'{$url}': {post: {responses: {}}}}}}",
        &["callback-added"],
    ),
    (
        Operation,
        "{responses: {}, callbacks: {a: {'{$url}': {post: {parameters: [{name: a, in: query, allowEmptyValue: true, schema: {type: integer, maximum: 1}}, {name: b, in: query, schema: {}}], responses: {}}}}}}",
        "{responses: {}, callbacks: {a: {'{$url}': {post: {parameters: [{name: a, in: query, required: true, style: pipeDelimited, schema: {type: integer, maximum: 2}}], responses: {}}}}}}",
        &[
            "callback-parameter-empty-value-forbidden",
            "callback-parameter-made-required",
            "callback-parameter-removed",
            "callback-parameter-style-changed",
            "response-bound-loosened",
        ],
    ),
    (
        Operation,
        "{responses: {}, callbacks: {a: {'{$url}': {post: {parameters: [{name: b, in: query, required: true, schema: {}}], requestBody: {required: true, content: {text/plain: {}}}, responses: {}}}}}}",
        "{responses: {}, callbacks: {a: {'{$url}': {post: {requestBody: {content: {text/plain: {}}}, responses: {}}}}}}",
        &["callback-required-parameter-removed", "response-body-made-optional"],
    ),
    (
        Operation,
        "{responses: {}, callbacks: {a: {'{$url}': {post: {requestBody: {required: true, content: {text/plain: {}}}, responses: {}}}}}}",
        "{responses: {}, callbacks: {a: {'{$url}': {post: {responses: {}}}}}}",
        &["response-required-body-removed"],
    ),
    (
        Operation,
        "{responses: {}, callbacks: {a: {'{$url}': {post: {responses: {'200': {description: x, headers: {A: {schema: {type: object}}, B: {schema: {}}, C: {required: true, schema: {}}}}, '404': {description: x}, '201': {description: x}, default: {description: x}}}}}}}",
        "{responses: {}, callbacks: {a: {'{$url}': {post: {responses: {'200': {description: x, headers: {A: {required: true, explode: true, schema: {type: object}}}}, default: {description: x}}}}}}}",
        &[
            "callback-header-made-required",
            "callback-header-removed",
            "callback-header-style-changed",
            "callback-required-header-removed",
            "callback-status-merged",
            "callback-status-merged",
        ],
    ),
    (
        Operation,
        "{responses: {}, callbacks: {a: {'{$url}': {post: {responses: {'404': {description: x}, '201': {description: x}}}}}}}",
        "{responses: {}, callbacks: {a: {'{$url}': {post: {responses: {}}}}}}",
        &["callback-error-status-removed", "callback-success-status-removed"],
    ),
    // Servers
    (
        Root,
        "servers: [{url: 'https://a.example/'}]\npaths: {/a: {get: {responses: {}}}}",
        "servers: [{url: 'https://a.example'}, {url: 'https://b.example'}]\npaths: {/a: {get: {responses: {}}}}",
        &["server-added"],
    ),
    (
        Root,
        "servers: [{url: 'https://{r}.example', variables: {r: {default: a, enum: [a, b]}}}]\npaths: {/a: {get: {responses: {}}}}",
        "servers: [{url: 'https://{q}.example', variables: {q: {default: b, enum: [b]}}}]\npaths: {/a: {get: {responses: {}}}}",
        &["server-variable-default-changed", "server-variable-narrowed"],
    ),
    (
        Root,
        "servers: [{url: 'https://a.example'}]\npaths: {/a: {get: {responses: {}}}}",
        "servers: [{url: 'https://a.example'}]\npaths: {/a: {servers: [{url: 'https://b.example'}], get: {responses: {}}}}",
        &["server-added", "server-removed"],
    ),
    // Security
    (
        Root,
        "paths: {/a: {get: {responses: {}}}}\ncomponents: {securitySchemes: {A: {type: http, scheme: basic}}}",
        "paths: {/a: {get: {responses: {}, security: [{A: []}]}}}\ncomponents: {securitySchemes: {A: {type: http, scheme: basic}}}",
        &["security-tightened"],
    ),
    (
        Root,
        "security: [{A: []}]\npaths: {/a: {get: {responses: {}}}}\ncomponents: {securitySchemes: {A: {type: apiKey, in: header, name: A}}}",
        "security: [{A: []}]\npaths: {/a: {get: {responses: {}}}}\ncomponents: {securitySchemes: {A: {type: apiKey, in: query, name: A}}}",
        &["security-scheme-changed"],
    ),
    (
        Root,
        "security: [{A: [a]}]\npaths: {/a: {get: {responses: {}}}}\ncomponents: {securitySchemes: {A: {type: oauth2, flows: {implicit: {authorizationUrl: u, scopes: {a: x}}}}}}",
        "security: [{A: [a, b]}]\npaths: {/a: {get: {responses: {}}}}\ncomponents: {securitySchemes: {A: {type: oauth2, flows: {implicit: {authorizationUrl: u, scopes: {a: x, b: x}}}}}}",
        &["security-flow-widened", "security-tightened"],
    ),
    // The document
    (
        Whole,
        "{openapi: 3.0.0, info: {title: a, version: '1'}, paths: {}}",
        "{openapi: 3.0.3, info: {title: a, version: '2'}, paths: {}}",
        &["document-changed", "document-changed"],
    ),
    (Root, "paths: {}\ntags: [{name: a}]", "paths: {}\ntags: [{name: b}]", &["tag-changed"]),
    (
        Root,
        "paths: {}\nexternalDocs: {url: a}\nx-a: 1",
        "paths: {}\nexternalDocs: {url: b}\nx-a: 2",
        &["description-changed", "extension-note-changed"],
    ),
];
