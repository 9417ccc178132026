public import Identifiers
public import JSON

extension Bool: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .boolArray }
}

extension Int16: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .int2Array }
}

extension Int32: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .int4Array }
}

extension Int64: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .int8Array }
}

extension Int: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .int8Array }
}

extension Double: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .float8Array }
}

extension String: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .textArray }
}

extension UUID128: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .uuidArray }
}

extension ID: PostgresArrayElement where Entity: ~Copyable {
    public static var postgresArrayType: PostgresType { .uuidArray }
}

extension Timestamp: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .timestamptzArray }
}

extension CalendarDay: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .dateArray }
}

extension TimestampRange: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .tstzrangeArray }
}

extension JSONDecimal: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .numericArray }
}

extension JSONB: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .jsonbArray }
}

extension JSONText: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .jsonbArray }
}

/// An array whose elements may be NULL.
extension Optional: PostgresArrayElement
where Wrapped: PostgresArrayElement & PostgresEncodable & PostgresDecodable {
    public static var postgresArrayType: PostgresType { Wrapped.postgresArrayType }
}

/// An enumeration with text values: `extension Role: PostgresArrayElement {}` makes `[Role]` a `text[]`.
extension PostgresArrayElement where Self: RawRepresentable, RawValue: PostgresArrayElement {
    @inlinable
    public static var postgresArrayType: PostgresType { RawValue.postgresArrayType }
}
