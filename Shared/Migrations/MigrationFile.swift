import Crypto

/// One change of a schema and the way back, as a file says it.
///
/// The file is named `0003_create_leases.sql`; its number is its place in the set. Its text is a comment on why, then
/// the statements below the line `-- migrate: up`, then their undoing below `-- migrate: down`. The roles of the
/// service stand in it as psql's variables `:"owner"`, `:"app"` and `:"system"`, so psql can run either half too.
public struct MigrationFile: Sendable, Equatable {
    /// The set it belongs to, "platform" or a service.
    public let set: String
    public let number: Int
    /// The file's name, which must stay as it is, once applied.
    public let name: String
    /// The SHA-256 of the whole file in hexadecimal digits.
    public let checksum: String
    let up: String
    let down: String

    /// How it is called in messages.
    public var label: String { "\(set)/\(name)" }

    static let upMarker = "-- migrate: up"
    static let downMarker = "-- migrate: down"

    /// Reads one file.
    public init(set: String, name: String, contents: [UInt8]) throws(MigrationFault) {
        let label = "\(set)/\(name)"
        guard let number = Self.number(of: name) else { throw .badName(label) }
        guard contents.count <= MigrationLimits.fileBytesMax else { throw .tooLarge(label) }
        guard let text = String(validating: contents, as: UTF8.self), !text.contains("\0") else {
            throw .notText(label)
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let ups = lines.indices.filter { lines[$0] == Self.upMarker }
        let downs = lines.indices.filter { lines[$0] == Self.downMarker }
        guard ups.count == 1, downs.count == 1, ups[0] < downs[0] else { throw .badMarkers(label) }
        self.set = set
        self.number = number
        self.name = name
        checksum = Self.hexadecimal(SHA256Digest(of: contents.span).bytes)
        up = lines[(ups[0] + 1)..<downs[0]].joined(separator: "\n")
        down = lines[(downs[0] + 1)...].joined(separator: "\n")
        guard Self.saysSomething(up) else { throw .emptyHalf(label, half: "up") }
        guard Self.saysSomething(down) else { throw .emptyHalf(label, half: "down") }
        let isPreamble = lines[..<ups[0]].allSatisfy { $0.isEmpty || $0.hasPrefix("--") }
        guard isPreamble else { throw .badMarkers(label) }
    }

    /// Four digits, an underscore, lower-case words, ".sql".
    private static func number(of name: String) -> Int? {
        let parts = name.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[0].utf8.allSatisfy(isDigit) else { return nil }
        guard parts[1].hasSuffix(".sql") else { return nil }
        let words = parts[1].dropLast(4)
        guard !words.isEmpty, words.utf8.allSatisfy({ isDigit($0) || isLowerCase($0) || $0 == UInt8(ascii: "_") })
        else { return nil }
        return Int(parts[0]).flatMap { $0 > 0 ? $0 : nil }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLowerCase(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

    private static func saysSomething(_ half: String) -> Bool {
        half.split(separator: "\n").contains { line in
            let words = line.drop { $0 == " " || $0 == "\t" }
            return !words.isEmpty && !words.hasPrefix("--")
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
