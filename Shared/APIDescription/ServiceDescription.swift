/// What a service tells of its API: OpenAPI 3.1 of its operations and AsyncAPI 3.0 of its events.
///
/// Model. Both documents are printed from the tables that serve: operations from the routes the router was made with,
/// their roles from the permission table, bodies and parameters from the declarations that read them, channels from the
/// topic registry, as far as the service tells and hears of them. Nothing is written beside the code, so nothing can drift from it. The same tables give the same
/// bytes.
///
/// Failure. A route that says too little, or two types that would share a name, are faults, all of them told at once, and
/// a service that has one does not start: a description with a hole is wrong.
///
/// Deliberately not done. No pages for people and no client code: any tool makes them from the documents. No check
/// against the standards at run time: the tests hold the documents to the official schemas.

public import HTTPServer
import JSON
public import PlatformProtocol

/// The two documents of a service, printed once.
public struct ServiceDescription: Sendable {
    /// OpenAPI 3.1, as JSON.
    public let openAPI: [UInt8]
    /// AsyncAPI 3.0, as JSON.
    public let asyncAPI: [UInt8]

    /// Describes a service that answers these routes, and tells and hears these events.
    public init(
        of service: ServiceDescriptor, routes: [Route], events: ServiceEvents
    ) throws(DescriptionFaults) {
        var faults: [DescriptionFault] = []
        let operations = OpenAPIDocument(of: service, routes, &faults)
        let events = AsyncAPIDocument(of: service, events, &faults)
        guard faults.isEmpty else { throw DescriptionFaults(all: faults) }
        openAPI = operations.value.bytes
        asyncAPI = events.value.bytes
    }
}

/// Why an API cannot be described.
public enum DescriptionFault: Error, Sendable, Hashable {
    /// The route does not say what it answers with.
    case answerMissing(operation: String)
    /// The permission table gives the operation to another service.
    case operationForeign(String)
    /// Two types of the API have one name in schemas: one of them needs a `jsonName` of its own.
    case typeNameTaken(String)
    /// A type's name may only have letters, digits, `.`, `_` and `-`: it needs another `jsonName`.
    case typeNameMalformed(String)
}

/// Every fault of a description.
public struct DescriptionFaults: Error, Equatable, CustomStringConvertible {
    public let all: [DescriptionFault]

    public var description: String {
        all.map { "\($0)" }.joined(separator: "; ")
    }
}
