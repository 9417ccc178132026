public import Identifiers

/// `timestamptz`: microseconds since 2000. Both sides count microseconds, so nothing is rounded.
extension Timestamp: PostgresEncodable, PostgresDecodable {
    /// Microseconds between 1970 and 2000.
    @usableFromInline static var postgresEpoch: Int64 { 946_684_800_000_000 }
    /// What PostgreSQL can hold, as it counts: from 4714-11-24 BC up to, not including, 294277-01-01.
    @usableFromInline static var postgresFirst: Int64 { -211_813_488_000_000_000 }
    @usableFromInline static var postgresEnd: Int64 { 9_223_371_331_200_000_000 }

    @inlinable
    public static var postgresType: PostgresType { .timestamptz }

    @inlinable
    public func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault) {
        let (count, overflow) = microsecondsSinceEpoch.subtractingReportingOverflow(Self.postgresEpoch)
        guard !overflow, count >= Self.postgresFirst, count < Self.postgresEnd else { throw .outOfRange }
        bytes.append(bigEndian: UInt64(bitPattern: count))
    }

    @inlinable
    public init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) {
        guard type == .timestamptz else { throw .wrongType(type) }
        self = try Self(postgresMicroseconds: bytes.whole())
    }

    @usableFromInline
    init(postgresMicroseconds count: Int64) throws(PostgresValueFault) {
        guard count != .min, count != .max else { throw .infinite }
        let (moment, overflow) = count.addingReportingOverflow(Self.postgresEpoch)
        guard !overflow else { throw .outOfRange }
        self.init(microsecondsSinceEpoch: moment)
    }
}

/// `date`: days since 2000.
extension CalendarDay: PostgresEncodable, PostgresDecodable {
    /// Days between 1970 and 2000.
    private static var postgresEpoch: Int { 10_957 }

    public static var postgresType: PostgresType { .date }

    public func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault) {
        bytes.append(bigEndian: Int32(truncatingIfNeeded: daysSinceEpoch - Self.postgresEpoch))
    }

    public init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) {
        guard type == .date else { throw .wrongType(type) }
        let count: Int32 = try bytes.whole()
        guard count != .min, count != .max else { throw .infinite }
        let days = Int(count) + Self.postgresEpoch
        let day = CalendarDay(clampingDaysSinceEpoch: days)
        guard day.daysSinceEpoch == days else { throw .outOfRange }
        self = day
    }
}
