import Bytes

extension JSONType {
    /// A member that may be left out, which means nil; `null` is refused. Written by leaving it out.
    @inlinable public var optional: JSONType<Value?> {
        JSONType<Value?>(
            decode: { [decode] reader throws(JSONStop) in
                guard let value = try decode(&reader) else { return nil }
                return .some(value)
            },
            encode: { [encode] value, writer in
                if let value { encode(value, &writer) } else { writer.appendNull() }
            },
            absence: JSONAbsence(value: { nil }, omits: { $0 == nil }),
            describe: describe)
    }

    /// A member that must be there and may be `null`, which means nil. Written as `null`.
    @inlinable public var nullable: JSONType<Value?> {
        JSONType<Value?>(
            decode: { [decode] reader throws(JSONStop) in
                if try reader.skipNull() { return .some(nil) }
                guard let value = try decode(&reader) else { return nil }
                return .some(value)
            },
            encode: { [encode] value, writer in
                if let value { encode(value, &writer) } else { writer.appendNull() }
            },
            describe: { [describe] in describe().orNull })
    }

    /// A member that may be left out or `null`; both mean nil. Written by leaving it out.
    @inlinable public var optionalOrNull: JSONType<Value?> {
        let nullable = nullable
        return JSONType<Value?>(
            decode: nullable.decode, encode: nullable.encode,
            absence: JSONAbsence(value: { nil }, omits: { $0 == nil }), describe: nullable.describe)
    }

    /// A member of a PATCH on something that may be empty: left out it is not touched, `null` empties it.
    @inlinable public var change: JSONType<JSONChange<Value>> {
        JSONType<JSONChange<Value>>(
            decode: { [decode] reader throws(JSONStop) in
                if try reader.skipNull() { return .clear }
                guard let value = try decode(&reader) else { return nil }
                return .set(value)
            },
            encode: { [encode] change, writer in
                if case .set(let value) = change { encode(value, &writer) } else { writer.appendNull() }
            },
            absence: JSONAbsence(
                value: { .keep },
                omits: { change in
                    if case .keep = change { true } else { false }
                }),
            describe: { [describe] in describe().orNull })
    }
}

extension JSONType where Value: Sendable {
    /// A member that may be left out, which means `value`. Always written.
    @inlinable
    public func defaulting(to value: Value) -> JSONType {
        JSONType(
            decode: decode, encode: encode, absence: JSONAbsence(value: { value }, omits: nil),
            describe: { [describe, encode] in
                var writer = JSONWriter()
                encode(value, &writer)
                return describe().with("default", encoded: writer.bytes)
            })
    }
}

/// What a PATCH does to one property.
public enum JSONChange<Value> {
    /// The member was left out.
    case keep
    /// The member was `null`.
    case clear
    /// The member had a value.
    case set(Value)

    /// The property after the change.
    public func applied(to old: Value?) -> Value? {
        switch self {
        case .keep: old
        case .clear: nil
        case .set(let value): value
        }
    }
}

extension JSONChange: Sendable where Value: Sendable {}
extension JSONChange: Equatable where Value: Equatable {}
extension JSONChange: Hashable where Value: Hashable {}

extension JSONReader {
    /// Consumes `null` if that is what is next.
    @usableFromInline
    mutating func skipNull() throws(JSONStop) -> Bool {
        guard try peek() == UInt8(ascii: "n") else { return false }
        try literal("null")
        return true
    }
}

extension JSONWriter {
    /// Writes for a schema: everything, to a buffer of its own.
    @usableFromInline
    init() {
        self.init(appendingTo: [], side: .server, maskingAbove: nil)
    }

    @usableFromInline
    mutating func appendNull() {
        bytes.append("null")
    }
}
