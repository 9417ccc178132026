import APIDescription
import HTTPServer
import HTTPWire
import JSON
import JSONSchemaTestKit
import PlatformProtocol
import Synchronization
import TestKit

/// What a service says of its API, to hold its answers to.
struct DescribedAPI: Sendable {
    private let openAPI: JSONValue
    private let asyncAPI: JSONValue
    private let table: TemplateTable
    private let operations: [Operation]

    /// An answer that the description does not know.
    struct Undescribed: Error, CustomStringConvertible {
        let description: String
    }

    private static let known = Mutex<[ServiceName: DescribedAPI]>([:])

    /// The description of a service whose routes these are; made once, for they are always the same.
    static func of(_ service: ServiceName, _ routes: [Route], _ events: ServiceEvents) throws -> DescribedAPI {
        try known.withLock { known in
            if let api = known[service] { return api }
            let api = try DescribedAPI(service, routes, events)
            known[service] = api
            return api
        }
    }

    private init(_ service: ServiceName, _ routes: [Route], _ events: ServiceEvents) throws {
        let description = try ServiceDescription(of: .of(service), routes: routes, events: events)
        var limits = JSONLimits()
        limits.documentBytesMax = 16 << 20
        openAPI = try JSONValue(parsing: description.openAPI, limits: limits)
        asyncAPI = try JSONValue(parsing: description.asyncAPI, limits: limits)
        operations = routes.map(\.operation)
        table = try TemplateTable(operations.map { (HTTPMethod($0.method), $0.path) })
    }

    /// What is wrong with the two documents.
    func findings() throws -> [SchemaFinding] {
        try DescriptionCheck.findings(openAPI: openAPI) + DescriptionCheck.findings(asyncAPI: asyncAPI)
    }

    /// Throws when the answer has a status, a body or no version where the description says otherwise.
    func check(_ answer: SiteAnswer, to method: String, _ path: String) throws {
        let path = Array(path.prefix { $0 != "?" }.utf8)
        guard let method = HTTPMethod.allCases.first(where: { "\($0.name)" == method }),
            case .found(let match) = table.lookup(method, path.span)
        else { return }
        let operation = operations[match.operation]
        let responses = "/paths/\(operation.path.replacing("/", with: "~1"))/\(operation.method)/responses"
        var place = responses + "/\(answer.status)"
        if JSONPointer.value(at: place, in: openAPI) == nil {
            guard answer.status >= 400 else { throw undescribed(operation, answer, "the status is not described") }
            place = responses + "/default"
        }
        if case .string(let reference) = JSONPointer.value(at: place, in: openAPI)?["$ref"] {
            place = String(reference.dropFirst())
        }
        let response = JSONPointer.value(at: place, in: openAPI)
        if response?["headers"]?["ETag"] != nil, answer.field("ETag") == nil {
            throw undescribed(operation, answer, "an ETag is described")
        }
        guard !answer.response.body.isEmpty else { return }
        guard case .object(let content) = response?["content"] else {
            throw undescribed(operation, answer, "no body is described")
        }
        // What is not JSON has no schema.
        guard let media = content.members.map(\.name).first(where: { $0.hasSuffix("json") }) else { return }
        let schema = "\(place)/content/\(media.replacing("/", with: "~1"))/schema"
        let (validator, uri) = DescriptionCheck.validator(of: openAPI)
        let findings = validator.findings(in: answer.json, against: uri + schema).filter { finding in
            // A value above the caller's clearance is masked, whatever its type.
            JSONPointer.value(at: finding.instance, in: answer.json) != "***"
        }
        guard findings.isEmpty else {
            throw undescribed(operation, answer, findings.prefix(5).map(\.description).joined(separator: "; "))
        }
    }

    private func undescribed(_ operation: Operation, _ answer: SiteAnswer, _ reason: String) -> Undescribed {
        Undescribed(description: "\(operation.name) answered \(answer.status): \(reason): \(answer.response.body)")
    }
}
