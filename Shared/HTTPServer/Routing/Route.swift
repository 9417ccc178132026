import HTTPWire
public import PlatformProtocol

/// One operation as a service serves it: data about it, and the function that answers it. A table of these is what a
/// service is; descriptions, permissions and metrics are printed from it.
///
/// ```swift
/// Route(.listLocations, asks: LocationFilter.self, answers: .ok(LocationList.self)) { request, filter in … }
/// Route(.createLocation, accepts: .json(CreateLocation.self), answers: .created(LocationView.self)) { request in … }
/// ```
public struct Route: Sendable {
    /// Name, method, path template, permission and classification, from the platform's one table.
    public let operation: Operation

    /// What it takes and answers with, for the API description.
    public let contract: RouteContract

    /// The largest body it takes, in bytes; the endpoint's default when nil.
    public var bodyBytesMax: Int?

    let access: Access
    /// Parameters it describes that its path has not.
    let strayPathNames: [String]

    enum Access: Sendable {
        case open(@Sendable (Request) async throws -> Response)
        case authenticated(@Sendable (AuthenticatedRequest) async throws -> Response)
    }

    /// An operation for callers whose identity is verified and whose roles the permission table lets in.
    ///
    /// - Parameters:
    ///   - operation: the row of the permission table.
    ///   - query: the types its query is read as; their values are the handler's further arguments. Whatever none of
    ///     them knows is refused, and with no types at all, so is any parameter.
    ///   - path: the path's parameters that are more than their names say.
    ///   - accepts: what its body must be.
    ///   - answers: the status and body when all is well.
    ///   - alsoAnswers: what it may answer instead that is no problem document either.
    ///   - versioning: how the resource's version takes part; by the method when nil.
    ///   - idempotencyKey: whether it takes `Idempotency-Key`; by the method and effect when nil.
    ///   - problems: the rules it may find broken.
    ///   - about: what it does, where its name does not say enough.
    ///   - bodyBytesMax: the largest body it takes.
    ///   - handler: what answers it.
    public init<each Query: QueryReadable>(
        _ operation: Operation, asks query: repeat (each Query).Type, path: [ParameterDescription] = [],
        accepts: RouteBody? = nil, answers: RouteAnswer? = nil, alsoAnswers: [RouteAnswer] = [],
        versioning: RouteVersioning? = nil,
        idempotencyKey: Bool? = nil, problems: [ProblemCode] = [], about: String = "", bodyBytesMax: Int? = nil,
        handler: @escaping @Sendable (AuthenticatedRequest, repeat each Query) async throws -> Response
    ) {
        let types = (repeat (each Query).query)
        var parameters: [ParameterDescription] = []
        for type in repeat each types { parameters += type.parameters }
        let known = parameters
        let contract = RouteContract(
            operation, query: known, path: path, accepts: accepts, answers: answers, alsoAnswers: alsoAnswers,
            versioning: versioning,
            takesIdempotencyKey: idempotencyKey, problems: problems, about: about)
        self.init(
            operation, contract, path, bodyBytesMax,
            .authenticated { request in
                var reader = try QueryReader(request.exchange.head.target, knowing: known)
                let values = (repeat (each types).read(&reader))
                try reader.finish()
                return try await handler(request, repeat present(each values))
            })
    }

    /// An operation for everyone. Only one that the permission table declares open may be served this way.
    public init<each Query: QueryReadable>(
        open operation: Operation, asks query: repeat (each Query).Type, path: [ParameterDescription] = [],
        accepts: RouteBody? = nil, answers: RouteAnswer? = nil, alsoAnswers: [RouteAnswer] = [],
        versioning: RouteVersioning? = nil,
        idempotencyKey: Bool? = nil, problems: [ProblemCode] = [], about: String = "", bodyBytesMax: Int? = nil,
        handler: @escaping @Sendable (Request, repeat each Query) async throws -> Response
    ) {
        let types = (repeat (each Query).query)
        var parameters: [ParameterDescription] = []
        for type in repeat each types { parameters += type.parameters }
        let known = parameters
        let contract = RouteContract(
            operation, query: known, path: path, accepts: accepts, answers: answers, alsoAnswers: alsoAnswers,
            versioning: versioning,
            takesIdempotencyKey: idempotencyKey, problems: problems, about: about)
        self.init(
            operation, contract, path, bodyBytesMax,
            .open { request in
                var reader = try QueryReader(request.exchange.head.target, knowing: known)
                let values = (repeat (each types).read(&reader))
                try reader.finish()
                return try await handler(request, repeat present(each values))
            })
    }

    private init(
        _ operation: Operation, _ contract: RouteContract, _ path: [ParameterDescription], _ bodyBytesMax: Int?,
        _ access: Access
    ) {
        self.operation = operation
        self.contract = contract
        self.bodyBytesMax = bodyBytesMax
        self.access = access
        strayPathNames = path.map(\.name).filter { name in !contract.path.contains { $0.name == name } }
    }

    /// Whether the way it is served agrees with the permission table.
    var agreesWithPermissions: Bool {
        switch access {
        case .open: operation.isOpen
        case .authenticated: !operation.isOpen
        }
    }

    /// A parameter that is declared twice, or for a path that has none of its name.
    var misdeclaredParameter: String? {
        var names: Set<String> = []
        return strayPathNames.first ?? contract.query.map(\.name).first { !names.insert($0).inserted }
    }
}
