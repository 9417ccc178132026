extension JSONType {
    /// An object with the given members, built by the type's own initializer, whose parameters must come in the
    /// order of the fields. Members that are not declared are faults.
    @inlinable
    public static func record<each Member: Sendable>(
        _ make: @escaping @Sendable (repeat each Member) -> Value, _ fields: repeat JSONField<Value, each Member>
    ) -> JSONType {
        .record(make, ignoresUnknown: false, repeat each fields)
    }

    /// The same, but members that are not declared are skipped: for events and answers of others, which may grow.
    @inlinable
    public static func openRecord<each Member: Sendable>(
        _ make: @escaping @Sendable (repeat each Member) -> Value, _ fields: repeat JSONField<Value, each Member>
    ) -> JSONType {
        .record(make, ignoresUnknown: true, repeat each fields)
    }

    @inlinable
    static func record<each Member: Sendable>(
        _ make: @escaping @Sendable (repeat each Member) -> Value, ignoresUnknown: Bool,
        _ fields: repeat JSONField<Value, each Member>
    ) -> JSONType {
        var members: [RecordMember] = []
        for field in repeat each fields { members.append(field.member) }
        return .record(RecordShape(members, ignoresUnknown: ignoresUnknown)) { slots in
            var walk = SlotWalk()
            return make(repeat walk.take((each Member).self, from: slots))
        }
    }

    /// Safety: `make` is called with slots that `shape` has filled, and moves every one of them out. The address of
    /// an encoded value is used during the call only.
    @inlinable
    static func record(
        _ shape: RecordShape, make: @escaping @Sendable (UnsafeMutableRawPointer) -> Value
    ) -> JSONType {
        JSONType(
            decode: { reader throws(JSONStop) in
                guard try reader.enter(UInt8(ascii: "{"), "an object") else { return nil }
                return try withUnsafeTemporaryAllocation(
                    byteCount: shape.slotBytes, alignment: shape.slotAlignment
                ) { (slots) throws(JSONStop) -> Value? in
                    guard let slots = slots.baseAddress, try shape.read(&reader, into: slots) else { return nil }
                    return make(slots)
                }
            },
            encode: { value, writer in
                withUnsafePointer(to: value) { shape.write(UnsafeRawPointer($0), &writer) }
            },
            isRecord: true,
            describe: { shape.schema(named: String(describing: Value.self)) })
    }
}
