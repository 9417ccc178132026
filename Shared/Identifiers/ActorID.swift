/// Who did something: the subject of a verified token, which is a user's id at the issuer (a UUID or not) or the name
/// of a service. Compared, never interpreted.
public struct ActorID: Sendable, Hashable {
    public let text: String

    /// The longest, in bytes of UTF-8: as long as a token's subject may be.
    public static let bytesMax = 255

    /// Nil for the empty text, for one that is too long, and for one with control characters.
    public init?(_ text: String) {
        let bytes = text.utf8
        guard !bytes.isEmpty, bytes.count <= Self.bytesMax, bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            return nil
        }
        self.text = text
    }
}

/// Two are the same when their bytes are. Swift's own comparison of texts also takes `é` for `e` with an accent, which
/// would make two subjects one.
extension ActorID {
    public static func == (left: ActorID, right: ActorID) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

extension ActorID: CustomStringConvertible {
    public var description: String { text }
}
