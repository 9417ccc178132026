import Crypto
public import HTTPServer
import HTTPWire
public import PlatformProtocol

/// What makes two requests the same one: the caller's word for it, and a hash of what was asked. The word counts within
/// an organisation and an operation.
public struct IdempotencyKey: Sendable, Equatable {
    public let text: String

    /// Kept keys are text; longer ones, or ones with other bytes than visible ASCII, are nobody's identifiers.
    static let bytes = 1...255

    /// The key of a request, from the header or, where an API has it in its body, from there; nil without one. With
    /// both they must agree.
    public init?(of request: AuthenticatedRequest, orBody inBody: String? = nil) throws(Problem) {
        let values = request.exchange.head.fields.all(.idempotencyKey)
        guard values.count <= 1 else {
            throw Problem(.invalidHeader, detail: "Idempotency-Key is there more than once.")
        }
        let inHeader = values.first.map(Self.unquoted)
        if let inHeader, let inBody, inHeader != inBody {
            throw Problem(.invalidHeader, detail: "Idempotency-Key and the key in the body differ.")
        }
        guard let text = inHeader ?? inBody else { return nil }
        guard Self.bytes.contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem(
                .invalidHeader,
                detail: "An idempotency key is 1 to \(Self.bytes.upperBound) visible ASCII characters.")
        }
        self.text = text
    }

    /// A structured field's string stands in quotes; many clients send the bare text.
    private static func unquoted(_ value: String) -> String {
        guard value.utf8.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") else { return value }
        return String(value.dropFirst().dropLast())
    }
}

/// What was asked: method, path and body in canonical form. Neither the order of members nor white space counts.
public struct RequestDigest: Sendable, Equatable {
    let hash: SHA256Digest

    /// `canonicalBody` is the bytes of the decoded body, encoded anew; empty without one.
    public init(of request: AuthenticatedRequest, canonicalBody: [UInt8]) {
        let head = request.exchange.head
        var bytes = Array("\(head.method.name) \(head.target.path)\n".utf8)
        bytes += canonicalBody
        hash = SHA256Digest(of: bytes.span)
    }
}
