public import Bytes

/// The name of a field: one of the known ones (a token, free to copy and compare) or any other valid name. Two names
/// that differ only in case are equal.
public struct HTTPFieldName: Sendable {
    @usableFromInline
    enum Storage: Sendable {
        case known(HTTPKnownFieldName)
        case custom([UInt8])
    }

    @usableFromInline let storage: Storage

    /// A known name.
    @inlinable
    public init(_ known: HTTPKnownFieldName) {
        storage = .known(known)
    }

    /// The name spelled by `text`, which must be a token of RFC 9110 section 5.6.2.
    public init(_ text: String) throws(HTTPFieldFault) {
        try self.init(bytes: Array(text.utf8).span)
    }

    /// The name spelled by `bytes`, which must be a token of RFC 9110 section 5.6.2.
    public init(bytes: Span<UInt8>) throws(HTTPFieldFault) {
        guard HTTPFieldSyntax.isName(bytes) else { throw .nameMalformed }
        if let known = HTTPKnownFieldName(spelled: bytes) {
            storage = .known(known)
        } else {
            var copy: [UInt8] = []
            copy.append(span: bytes)
            storage = .custom(copy)
        }
    }

    /// The known name this is, if it is one.
    @inlinable
    public var known: HTTPKnownFieldName? {
        if case .known(let known) = storage { known } else { nil }
    }

    /// Appends the name as it is written on the wire.
    @inlinable
    public func encode(into out: inout [UInt8]) {
        switch storage {
        case .known(let known): out.append(known.text)
        case .custom(let bytes): out.append(contentsOf: bytes)
        }
    }
}

extension HTTPFieldName: ExpressibleByStringLiteral {
    /// A name written in the source. A literal that is no token is a mistake of ours and traps.
    public init(stringLiteral text: String) {
        do {
            try self.init(text)
        } catch {
            preconditionFailure("a field name in the source must be a token")
        }
    }
}

extension HTTPFieldName: Hashable {
    /// Equality without regard to case.
    public static func == (left: HTTPFieldName, right: HTTPFieldName) -> Bool {
        switch (left.storage, right.storage) {
        case (.known(let left), .known(let right)): left == right
        case (.custom(let left), .custom(let right)): HTTPFieldSyntax.areEqual(left.span, right.span)
        default: false
        }
    }

    /// Hashes the lower-case spelling.
    public func hash(into hasher: inout Hasher) {
        switch storage {
        case .known(let known): hasher.combine(known)
        case .custom(let bytes):
            for byte in bytes { hasher.combine(HTTPFieldSyntax.lowerCased(byte)) }
        }
    }
}

extension HTTPFieldName: CustomStringConvertible {
    /// The name as it is written on the wire.
    public var description: String {
        var bytes: [UInt8] = []
        encode(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
