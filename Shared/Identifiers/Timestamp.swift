/// A moment in UTC, to the microsecond (what PostgreSQL keeps), counted from 1970 without leap seconds.
public struct Timestamp: Sendable, Hashable {
    public let microsecondsSinceEpoch: Int64

    @inlinable
    public init(microsecondsSinceEpoch: Int64) {
        self.microsecondsSinceEpoch = microsecondsSinceEpoch
    }

    @inlinable
    public init(secondsSinceEpoch: Int64) {
        microsecondsSinceEpoch = Int64(clampingProductOf: secondsSinceEpoch, and: 1_000_000)
    }

    /// Whole milliseconds, rounded towards the past.
    @inlinable
    public var millisecondsSinceEpoch: Int64 {
        let (quotient, remainder) = microsecondsSinceEpoch.quotientAndRemainder(dividingBy: 1000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Whole seconds, rounded towards the past.
    @inlinable
    public var secondsSinceEpoch: Int64 {
        let (quotient, remainder) = microsecondsSinceEpoch.quotientAndRemainder(dividingBy: 1_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension Timestamp: InstantProtocol {
    @inlinable
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microsecondsSinceEpoch < right.microsecondsSinceEpoch
    }

    /// Saturates at the ends: a moment computed from a huge duration is far away, not a trap.
    public func advanced(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let whole = Int64(clampingProductOf: seconds, and: 1_000_000)
        let delta = Int64(clampingSumOf: whole, and: attoseconds / 1_000_000_000_000)
        return Timestamp(microsecondsSinceEpoch: Int64(clampingSumOf: microsecondsSinceEpoch, and: delta))
    }

    public func duration(to other: Timestamp) -> Duration {
        let (difference, overflow) = other.microsecondsSinceEpoch.subtractingReportingOverflow(microsecondsSinceEpoch)
        guard overflow else { return .microseconds(difference) }
        return .microseconds(other < self ? Int64.min : Int64.max)
    }
}

extension Int64 {
    @usableFromInline
    init(clampingProductOf left: Int64, and right: Int64) {
        let (product, overflow) = left.multipliedReportingOverflow(by: right)
        self = overflow ? ((left < 0) == (right < 0) ? .max : .min) : product
    }

    @usableFromInline
    init(clampingSumOf left: Int64, and right: Int64) {
        let (sum, overflow) = left.addingReportingOverflow(right)
        self = overflow ? (left < 0 ? .min : .max) : sum
    }
}
