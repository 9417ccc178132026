extension JSONType {
    /// An object with the given members, built by the type's own initializer, whose parameters must come in the
    /// order of the fields. Members that are not declared are faults.
    @inlinable
    public static func record<each Member: Sendable>(
        _ make: @escaping @Sendable (repeat each Member) -> Value, _ fields: repeat JSONField<Value, each Member>
    ) -> JSONType {
        .record(plan(make, ignoresUnknown: false, repeat each fields))
    }

    /// The same, but members that are not declared are skipped: for events and answers of others, which may grow.
    @inlinable
    public static func openRecord<each Member: Sendable>(
        _ make: @escaping @Sendable (repeat each Member) -> Value, _ fields: repeat JSONField<Value, each Member>
    ) -> JSONType {
        .record(plan(make, ignoresUnknown: true, repeat each fields))
    }

    @inlinable
    static func plan<each Member: Sendable>(
        _ make: @escaping @Sendable (repeat each Member) -> Value, ignoresUnknown: Bool,
        _ fields: repeat JSONField<Value, each Member>
    ) -> RecordPlan<Value> {
        var members: [RecordMember<Value>] = []
        for field in repeat each fields { members.append(field.member) }
        return RecordPlan(members, ignoresUnknown: ignoresUnknown) { slots in
            var walk = SlotWalk()
            return make(repeat walk.take((each Member).self, from: slots))
        }
    }

    @usableFromInline
    static func record(_ plan: RecordPlan<Value>) -> JSONType {
        JSONType(
            decode: { reader throws(JSONStop) in try plan.decode(&reader) },
            encode: { value, writer in plan.encode(value, &writer) },
            isRecord: true,
            describe: { plan.schema(named: String(describing: Value.self)) })
    }
}
