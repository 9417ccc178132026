/// The members that several records begin with, made into one value: declared once, they cannot drift apart.
/// ```swift
/// static var head: JSONFieldGroup<Self, Place> {
///     JSONFieldGroup(Place.init, Field("city", \.place.city, …), Field("state", \.place.state, …))
/// }
/// static let json = JSONType.openRecord(Self.init, head, Field("openedAt", \.openedAt, …))
/// ```
/// On the wire nothing shows that they belong together.
public struct JSONFieldGroup<Root, Value: Sendable>: Sendable {
    @usableFromInline let members: [RecordMember]
    @usableFromInline let take: @Sendable (inout SlotWalk, UnsafeMutableRawPointer) -> Value

    /// Describes the members and what they make together; the parameters of `make` come in the order of the fields.
    ///
    /// Safety: `take` is called with slots that a record with these members at its head has filled, and moves every
    /// one of them out.
    @inlinable
    public init<each Member: Sendable>(
        _ make: @escaping @Sendable (repeat each Member) -> Value, _ fields: repeat JSONField<Root, each Member>
    ) {
        var members: [RecordMember] = []
        for field in repeat each fields { members.append(field.member) }
        self.members = members
        take = { walk, slots in make(repeat walk.take((each Member).self, from: slots)) }
    }
}

extension JSONType {
    /// An object that begins with the members of a group. Members that are not declared are skipped.
    @inlinable
    public static func openRecord<Head, each Member: Sendable>(
        _ make: @escaping @Sendable (Head, repeat each Member) -> Value, _ head: JSONFieldGroup<Value, Head>,
        _ fields: repeat JSONField<Value, each Member>
    ) -> JSONType {
        var members = head.members
        for field in repeat each fields { members.append(field.member) }
        return .record(RecordShape(members, ignoresUnknown: true)) { [take = head.take] slots in
            var walk = SlotWalk()
            let first = take(&walk, slots)
            return make(first, repeat walk.take((each Member).self, from: slots))
        }
    }
}
