public import JSON
public import PlatformProtocol

/// One operation as a service serves it: data about it, and the function that answers it. A table of these is what a
/// service is; descriptions, permissions and metrics are printed from it.
public struct Route: Sendable {
    /// Name, method, path template, permission and classification, from the platform's one table.
    public let operation: Operation

    /// What its body must be, for reading and for the API description; nil when it takes none.
    public let request: JSONSchema?

    /// What it answers with when all is well.
    public let response: JSONSchema?

    /// The largest body it takes, in bytes; the endpoint's default when nil.
    public var bodyBytesMax: Int?

    let access: Access

    enum Access: Sendable {
        case open(@Sendable (Request) async throws -> Response)
        case authenticated(@Sendable (AuthenticatedRequest) async throws -> Response)
    }

    /// An operation for callers whose identity is verified and whose roles the permission table lets in.
    public init(
        _ operation: Operation, accepts request: JSONSchema? = nil, answers response: JSONSchema? = nil,
        bodyBytesMax: Int? = nil, _ handler: @escaping @Sendable (AuthenticatedRequest) async throws -> Response
    ) {
        self.operation = operation
        self.request = request
        self.response = response
        self.bodyBytesMax = bodyBytesMax
        access = .authenticated(handler)
    }

    /// An operation for everyone. Only one that the permission table declares open may be served this way.
    public init(
        open operation: Operation, accepts request: JSONSchema? = nil, answers response: JSONSchema? = nil,
        bodyBytesMax: Int? = nil, _ handler: @escaping @Sendable (Request) async throws -> Response
    ) {
        self.operation = operation
        self.request = request
        self.response = response
        self.bodyBytesMax = bodyBytesMax
        access = .open(handler)
    }

    /// Whether the way it is served agrees with the permission table.
    var agreesWithPermissions: Bool {
        switch access {
        case .open: operation.isOpen
        case .authenticated: !operation.isOpen
        }
    }
}
