public import HTTPServer
public import HTTPWire
public import Identifiers
public import JSON
import PlatformProtocol

/// What a change answers with: a status, the resource after it, and where it is. Unlike a `Response` it is a value that
/// can be kept, so that the same question gets the same answer, byte for byte.
public struct Answer: Sendable, Equatable {
    public var status: HTTPStatus
    /// The header fields that belong to the answer itself.
    var fields: [Field] = []
    public var body: [UInt8]

    struct Field: Sendable, Equatable {
        var name: String
        var value: String
    }

    /// A representation of a resource in one version. Members above the caller's clearance are masked.
    public init<View: JSONCodable>(
        _ view: View, _ status: HTTPStatus = .ok, version: Int? = nil, clearance: DataClassification
    ) {
        self.status = status
        body = view.jsonBytes(maskingAbove: clearance)
        fields = [Field(name: "content-type", value: "application/json")]
        if let version { fields.append(Field(name: "etag", value: EntityTag.of(version: version))) }
    }

    /// Says where the resource is that was made.
    public mutating func setLocation(_ path: String) {
        fields.append(Field(name: "location", value: path))
    }

    /// An answer without a body.
    public static let noContent = Answer(status: .noContent, fields: [], body: [])

    init(status: HTTPStatus, fields: [Field], body: [UInt8]) {
        (self.status, self.fields, self.body) = (status, fields, body)
    }

    /// The answer as it is sent. Nobody on the way may keep it without asking again.
    public func response() throws -> Response {
        var response = Response(status, body: body.isEmpty ? .empty : .bytes(body))
        for field in fields { try response.fields.append(HTTPFieldName(field.name), field.value) }
        response.fields.append(.cacheControl, literal: "private, no-cache")
        return response
    }
}

extension Answer {
    /// The fields as a row keeps them: a line each.
    var storedFields: [UInt8] {
        Array(fields.map { "\($0.name): \($0.value)\n" }.joined().utf8)
    }

    /// An answer as it was kept.
    init(status: Int16, storedFields: [UInt8], body: [UInt8]) throws(Problem) {
        guard let status = HTTPStatus(Int(status)) else {
            throw Problem(.internalError, internalMessage: "a kept answer has no status")
        }
        let lines = String(decoding: storedFields, as: UTF8.self).split(separator: "\n")
        let fields = lines.compactMap { line -> Field? in
            guard let colon = line.firstRange(of: ": ") else { return nil }
            return Field(name: String(line[..<colon.lowerBound]), value: String(line[colon.upperBound...]))
        }
        self.init(status: status, fields: fields, body: body)
    }
}
