public import JSON

/// A moment in whole seconds since 1970, UTC. Tokens know no finer one. Always passed in, never read here.
@frozen
public struct UnixTime: Comparable, Hashable, Sendable {
    public let seconds: Int64

    @inlinable
    public init(seconds: Int64) {
        self.seconds = seconds
    }

    /// The last second of the year 9999: nothing later is a date anyone meant.
    public static let latest = UnixTime(seconds: 253_402_300_799)

    /// A NumericDate of RFC 7519, which may have a fraction: rounded down, or up. Nil outside 1970...9999.
    public init?(_ number: JSONNumber, roundingUp: Bool = false) {
        let decimal = number.decimal
        var coefficient = decimal.coefficient
        guard coefficient >= 0 else { return nil }
        if decimal.exponent >= 0 {
            guard let whole = decimal.units(scale: 0) else { return nil }
            self.init(seconds: whole)
        } else {
            var lost = false
            for _ in 0..<(-decimal.exponent) where coefficient > 0 {
                lost = lost || coefficient % 10 != 0
                coefficient /= 10
            }
            guard coefficient < Int128(Int64.max) else { return nil }
            self.init(seconds: Int64(coefficient) + (lost && roundingUp ? 1 : 0))
        }
        guard self <= Self.latest else { return nil }
    }

    @inlinable
    public static func < (left: UnixTime, right: UnixTime) -> Bool {
        left.seconds < right.seconds
    }

    /// This moment moved by some seconds, stopping at the ends of the range.
    @inlinable
    public func advanced(by interval: Int64) -> UnixTime {
        let (sum, overflow) = seconds.addingReportingOverflow(interval)
        return UnixTime(seconds: overflow ? (interval < 0 ? .min : .max) : sum)
    }
}
