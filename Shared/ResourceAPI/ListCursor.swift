public import Crypto
public import Identifiers
import JSON
public import PlatformProtocol

/// Where a page of a list ended: the value it is sorted by, and the id that tells equal ones apart. The next page is what
/// comes behind it, so what is inserted or deleted meanwhile neither repeats a row nor skips one.
public struct ListPosition: Sendable, Equatable {
    /// What a list can be sorted by.
    public enum Key: Sendable, Equatable {
        case time(Timestamp)
        case number(Int64)
        case text(String)
    }

    public let key: Key
    public let id: UUID128

    public init(_ key: Key, id: UUID128) {
        (self.key, self.id) = (key, id)
    }
}

/// Turns positions into opaque text and back. A cursor is sealed to its list: the organisation, the operation, the
/// filters and the order. One of another list, or one that somebody made up, is refused, because a position means
/// nothing elsewhere and would give a list with holes.
public struct CursorSeal: Sendable {
    private let authenticator: MessageAuthenticator

    /// Bytes of the code that go along: nobody has the key, and a forged cursor shows nothing but the forger's own rows.
    private static let codeBytes = 16
    /// The first byte, so that another form can be told from this one.
    private static let form: UInt8 = 1
    /// The longest cursor taken: the longest sorted-by text and its frame.
    static let textBytesMax = 2048

    /// The key must be the same in all replicas of a service; at least 32 bytes.
    public init(key: SecretBytes) {
        authenticator = MessageAuthenticator(key: key, function: .sha256)
    }

    /// The text for a position in a list.
    public func seal(_ position: ListPosition, of list: String) -> String {
        var bytes: [UInt8] = [Self.form]
        Self.append(position.id.high, to: &bytes)
        Self.append(position.id.low, to: &bytes)
        switch position.key {
        case .time(let time):
            bytes.append(UInt8(ascii: "t"))
            Self.append(UInt64(bitPattern: time.microsecondsSinceEpoch), to: &bytes)
        case .number(let number):
            bytes.append(UInt8(ascii: "n"))
            Self.append(UInt64(bitPattern: number), to: &bytes)
        case .text(let text):
            bytes.append(UInt8(ascii: "s"))
            bytes += Array(text.utf8)
        }
        bytes += code(for: bytes, of: list)
        return String(decoding: Base64.url.encode(bytes.span), as: UTF8.self)
    }

    /// The position that a text stands for in this list.
    public func open(_ text: String, of list: String) throws(Problem) -> ListPosition {
        guard text.utf8.count <= Self.textBytesMax, let bytes = Base64.url.decode(Array(text.utf8).span),
            bytes.count > 18 + Self.codeBytes, bytes[0] == Self.form
        else { throw Self.refusal }
        let sealed = Array(bytes.dropLast(Self.codeBytes))
        guard constantTimeEqual(code(for: sealed, of: list).span, Array(bytes.suffix(Self.codeBytes)).span) else {
            throw Self.refusal
        }
        let id = UUID128(high: Self.number(sealed[1..<9]), low: Self.number(sealed[9..<17]))
        let rest = sealed[18...]
        switch sealed[17] {
        case UInt8(ascii: "t"):
            let time = Timestamp(microsecondsSinceEpoch: Int64(bitPattern: Self.number(rest)))
            return ListPosition(.time(time), id: id)
        case UInt8(ascii: "n"): return ListPosition(.number(Int64(bitPattern: Self.number(rest))), id: id)
        default: return ListPosition(.text(String(decoding: rest, as: UTF8.self)), id: id)
        }
    }

    private func code(for bytes: [UInt8], of list: String) -> [UInt8] {
        Array(authenticator.code(for: (Array("cursor\n\(list)\n".utf8) + bytes).span).prefix(Self.codeBytes))
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// What a cursor that was not made here for this list is answered with.
    static let refusal = Problem(
        .invalidParameter, detail: "The cursor does not belong to this list. Begin without one.",
        violations: [JSONFault(pointer: "/query/cursor", code: .badFormat, message: "is no cursor of this list")])
}
