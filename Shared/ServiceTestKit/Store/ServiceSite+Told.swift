import Migrations
public import PlatformProtocol
import PostgresTestKit

extension ServiceSite {
    /// What the service has told so far, in the order of its telling.
    public func told() async throws -> [Envelope] {
        let rows = try await test.run("SELECT encode(payload, 'hex') FROM outbox ORDER BY id", as: .system)
        return try rows.split(separator: "\n").map { line in try Envelope(value: bytes(ofHex: line)) }
    }

    /// The types of what it has told.
    public func toldTypes() async throws -> [EventType] {
        try await told().map(\.type)
    }

    private func bytes(ofHex text: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text[...]
        while rest.count >= 2 {
            bytes.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
