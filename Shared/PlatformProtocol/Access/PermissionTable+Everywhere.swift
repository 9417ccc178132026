import Identifiers

/// What every service answers of itself, for operators and for tools. Open: an orchestrator's probe and a scraper have
/// no identity, and nothing here tells of any organisation. Each row is a constant by itself, because a service names
/// them in its code and not in a list of its own.
extension Operation {
    public static let getHealth = common("/health", "getHealth")
    public static let getLiveness = common("/health/live", "getLiveness")
    public static let getReadiness = common("/health/ready", "getReadiness")
    public static let getMetrics = common("/metrics", "getMetrics")
    public static let getVersion = common("/version", "getVersion")
    /// Who the service is: its fixed identifier, its port, and its topics.
    public static let getDescriptor = common("/descriptor", "getDescriptor")

    /// Every operation it answers, as OpenAPI 3.1.
    public static let getOpenAPI = common("/openapi.json", "getOpenAPI")
    /// Every event it tells or hears, as AsyncAPI 3.0.
    public static let getAsyncAPI = common("/asyncapi.json", "getAsyncAPI")

    private static func common(_ path: String, _ name: String) -> Operation {
        Operation(nil, .get, path, name, .anyone, .public, .reads)
    }
}

extension PermissionTable {
    static let everywhere: [Operation] = [
        .getHealth, .getLiveness, .getReadiness, .getMetrics, .getVersion, .getDescriptor, .getOpenAPI,
        .getAsyncAPI,
    ]

    /// The few pages that the gateway answers by itself.
    static let gateway: [Operation] = [
        page("/problems", "listProblems"), page("/problems/{code}", "getProblem"),
    ]

    private static func page(_ path: String, _ name: String) -> Operation {
        Operation(.gateway, .get, path, name, .anyone, .public, .reads)
    }
}
