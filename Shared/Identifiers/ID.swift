/// The id of one kind of thing. `ID<Booking>` and `ID<Venue>` are different types, so that one cannot be passed for the
/// other; `Entity` is only a name and is never stored.
public struct ID<Entity: ~Copyable>: Sendable, Hashable, Comparable {
    public let uuid: UUID128

    @inlinable
    public init(_ uuid: UUID128) {
        self.uuid = uuid
    }

    /// Reads the hyphenated form.
    public init?(_ text: Span<UInt8>) {
        guard let uuid = UUID128(text) else { return nil }
        self.uuid = uuid
    }

    /// Reads the hyphenated form from a string.
    public init?(_ text: String) {
        guard let uuid = UUID128(text) else { return nil }
        self.uuid = uuid
    }

    @inlinable
    public static func < (left: ID, right: ID) -> Bool {
        left.uuid < right.uuid
    }
}

extension ID: CustomStringConvertible where Entity: ~Copyable {
    public var description: String { uuid.description }
}
