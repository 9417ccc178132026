public import Identifiers

/// A `tstzrange`: the moments from `lower` up to, not including, `upper`. A bound that is nil is no bound.
///
/// The server keeps ranges with other bounds too. They are read as the half-open range that holds the same
/// microseconds, which is always possible because neither side knows anything finer.
public struct TimestampRange: Sendable, Hashable {
    /// Whether no moment is in it. An empty range has no bounds.
    public let isEmpty: Bool
    public let lower: Timestamp?
    public let upper: Timestamp?

    /// The range without a moment.
    public static let empty = TimestampRange(isEmpty: true, lower: nil, upper: nil)

    /// From `lower` up to `upper`, each of which may be open; nil when they are in the wrong order. Equal bounds make
    /// the empty range.
    public init?(from lower: Timestamp?, upTo upper: Timestamp?) {
        if let lower, let upper {
            guard lower <= upper else { return nil }
            guard lower < upper else {
                self = .empty
                return
            }
        }
        self.init(isEmpty: false, lower: lower, upper: upper)
    }

    /// The moments of a Swift range.
    public init(_ range: Range<Timestamp>) {
        self = range.isEmpty ? .empty : TimestampRange(isEmpty: false, lower: range.lowerBound, upper: range.upperBound)
    }

    private init(isEmpty: Bool, lower: Timestamp?, upper: Timestamp?) {
        self.isEmpty = isEmpty
        self.lower = lower
        self.upper = upper
    }

    /// The range as a Swift one, when it has both bounds.
    public var bounded: Range<Timestamp>? {
        guard let lower, let upper else { return nil }
        return lower..<upper
    }

    /// Whether the moment lies in the range.
    public func contains(_ moment: Timestamp) -> Bool {
        guard !isEmpty else { return false }
        if let lower, moment < lower { return false }
        if let upper, moment >= upper { return false }
        return true
    }
}

extension TimestampRange: PostgresEncodable, PostgresDecodable {
    private enum Flag {
        static let empty: UInt8 = 0x01
        static let lowerInclusive: UInt8 = 0x02
        static let upperInclusive: UInt8 = 0x04
        static let lowerInfinite: UInt8 = 0x08
        static let upperInfinite: UInt8 = 0x10
    }

    public static var postgresType: PostgresType { .tstzrange }

    public func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault) {
        guard !isEmpty else { return bytes.append(Flag.empty) }
        var flags: UInt8 = 0
        flags |= lower == nil ? Flag.lowerInfinite : Flag.lowerInclusive
        flags |= upper == nil ? Flag.upperInfinite : 0
        bytes.append(flags)
        for bound in [lower, upper] {
            guard let bound else { continue }
            bytes.append(bigEndian: Int32(8))
            try bound.encodePostgres(into: &bytes)
        }
    }

    public init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) {
        guard type == .tstzrange else { throw .wrongType(type) }
        var offset = 0
        let flags: UInt8 = try bytes.next(at: &offset)
        var lower: Timestamp?
        var upper: Timestamp?
        if flags & Flag.empty == 0 {
            if flags & Flag.lowerInfinite == 0 {
                lower = try Self.bound(in: bytes, at: &offset, later: flags & Flag.lowerInclusive == 0)
            }
            if flags & Flag.upperInfinite == 0 {
                upper = try Self.bound(in: bytes, at: &offset, later: flags & Flag.upperInclusive != 0)
            }
        }
        guard offset == bytes.count else { throw .malformed }
        self.init(isEmpty: flags & Flag.empty != 0, lower: lower, upper: upper)
    }

    private static func bound(
        in bytes: Span<UInt8>, at offset: inout Int, later: Bool
    ) throws(PostgresValueFault) -> Timestamp {
        guard try bytes.next(Int32.self, at: &offset) == 8 else { throw .malformed }
        let bound = try Timestamp(postgresMicroseconds: bytes.next(at: &offset))
        return later ? bound.advanced(by: .microseconds(1)) : bound
    }
}
