extension JSONType {
    /// The same JSON for another Swift type. `make` returns nil for values it refuses, which is a fault with the
    /// given code and message.
    @inlinable
    public func mapped<Other>(
        _ make: @escaping @Sendable (Value) -> Other?, back: @escaping @Sendable (Other) -> Value,
        code: JSONFault.Code = .badFormat, message: String
    ) -> JSONType<Other> {
        JSONType<Other>(
            decode: { [decode] reader throws(JSONStop) in
                guard let value = try decode(&reader) else { return nil }
                guard let other = make(value) else {
                    try reader.fault(code, message)
                    return nil
                }
                return other
            },
            encode: { [encode] value, writer in encode(back(value), &writer) },
            isRecord: isRecord, describe: describe)
    }

    /// Adds a rule about the whole value. It runs when all of its parts are well-formed and may name any of them:
    /// ```swift
    /// .checked { window, faults in
    ///     if window.end <= window.start { faults.add("/end", "end_before_start", "must be after the start") }
    /// }
    /// ```
    public func checked(_ rule: @escaping @Sendable (Value, inout JSONRuleFaults) -> Void) -> JSONType {
        JSONType(
            decode: { [decode] reader throws(JSONStop) in
                guard let value = try decode(&reader) else { return nil }
                var found = JSONRuleFaults()
                rule(value, &found)
                for fault in found.list { try reader.fault(fault.code, fault.message, below: fault.pointer) }
                return found.list.isEmpty ? value : nil
            },
            encode: encode, absence: absence, isRecord: isRecord, describe: describe)
    }

    /// The same type with a description in its schema.
    public func described(_ description: String) -> JSONType {
        JSONType(
            decode: decode, encode: encode, absence: absence, isRecord: isRecord,
            describe: { [describe] in describe().with("description", .string(description)) })
    }
}

/// Collects what a rule finds.
public struct JSONRuleFaults: Sendable {
    var list: [JSONFault] = []

    /// Notes that a rule is broken by the part at `pointer`, counted from the checked value: `/end`, or empty for
    /// the value itself. The message must not repeat values.
    public mutating func add(_ pointer: String, _ code: JSONFault.Code, _ message: String) {
        list.append(JSONFault(pointer: pointer, code: code, message: message))
    }
}
