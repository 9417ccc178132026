import HTTPWire
public import PlatformProtocol

/// What a route promises, apart from who answers it: what the API's description is printed from.
///
/// What the method says already need not be said: a POST that writes takes `Idempotency-Key`, PUT and PATCH require the
/// version they mean, a path parameter whose name ends in `Id` is a UUID.
public struct RouteContract: Sendable {
    /// What the query may hold.
    public let query: [ParameterDescription]
    /// The path's parameters in the order of the template.
    public let path: [ParameterDescription]
    /// What its body must be; nil when it takes none.
    public let accepts: RouteBody?
    /// What it answers with when all is well; nil where nobody has said, which no description accepts.
    public let answers: RouteAnswer?
    /// What it may answer instead that is no problem document either, such as a report of what is wrong.
    public let alsoAnswers: [RouteAnswer]
    public let versioning: RouteVersioning
    /// Whether a repetition with the same `Idempotency-Key` is answered with the first answer.
    public let takesIdempotencyKey: Bool
    /// Problems beyond those that the rest implies: the rules it may find broken.
    public let problems: [ProblemCode]
    /// What it does, where its name does not say enough.
    public let about: String

    init(
        _ operation: Operation, query: [ParameterDescription], path: [ParameterDescription], accepts: RouteBody?,
        answers: RouteAnswer?, alsoAnswers: [RouteAnswer], versioning: RouteVersioning?, takesIdempotencyKey: Bool?,
        problems: [ProblemCode],
        about: String
    ) {
        self.query = query
        self.path = Self.parameterNames(of: operation.path).map { name in
            path.first { $0.name == name } ?? Self.conventional(name)
        }
        self.accepts = accepts
        self.answers = answers
        self.alsoAnswers = alsoAnswers
        self.versioning = versioning ?? Self.versioning(of: operation.method)
        self.takesIdempotencyKey = takesIdempotencyKey ?? (operation.method == .post && operation.changesState)
        self.problems = problems
        self.about = about
    }

    private static func versioning(of method: Operation.Method) -> RouteVersioning {
        switch method {
        case .put, .patch: .required
        case .get, .post, .delete: .none
        }
    }

    private static func conventional(_ name: String) -> ParameterDescription {
        name.hasSuffix("Id")
            ? Parameter(name, .uuid).description
            : Parameter(name, .text(length: 1...RoutingLimits.pathTextLengthMax)).description
    }

    /// The names in the braces of a template, in order.
    static func parameterNames(of template: String) -> [String] {
        template.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }
}
