public import Identifiers

/// A member of a record with the types of its value erased: what the loops over members work with.
///
/// Safety: slots and roots are addresses that only a record's decoding and encoding hand out. A slot has the room
/// asked for in `layout` and is initialized by `decode` (when it returns true) or `fillAbsent`; a root points to an
/// initialized value for the time of the call.
@usableFromInline
struct RecordMember: Sendable {
    @usableFromInline typealias Decode =
        @Sendable (inout JSONReader, UnsafeMutableRawPointer) throws(JSONStop) -> Bool
    @usableFromInline typealias Fill = @Sendable (UnsafeMutableRawPointer) -> Void
    @usableFromInline typealias Encode = @Sendable (UnsafeRawPointer, inout JSONWriter) -> Void
    @usableFromInline typealias Omits = @Sendable (UnsafeRawPointer) -> Bool

    let name: String
    let classification: DataClassification
    let access: JSONAccess
    @usableFromInline let layout: SlotLayout
    let decode: Decode
    let fillAbsent: Fill?
    let deinitialize: Fill
    let encode: Encode
    let omits: Omits?
    let describe: @Sendable () -> JSONSchema

    @usableFromInline
    init(
        name: String, classification: DataClassification, access: JSONAccess, layout: SlotLayout,
        decode: @escaping Decode, fillAbsent: Fill?, deinitialize: @escaping Fill, encode: @escaping Encode,
        omits: Omits?, describe: @escaping @Sendable () -> JSONSchema
    ) {
        self.name = name
        self.classification = classification
        self.access = access
        self.layout = layout
        self.decode = decode
        self.fillAbsent = fillAbsent
        self.deinitialize = deinitialize
        self.encode = encode
        self.omits = omits
        self.describe = describe
    }
}

/// The room one decoded member needs.
@usableFromInline
struct SlotLayout: Sendable {
    @usableFromInline let size: Int
    @usableFromInline let alignment: Int

    @inlinable
    init<Value>(of type: Value.Type) {
        size = MemoryLayout<Value>.size
        alignment = MemoryLayout<Value>.alignment
    }
}

/// Walks the slots of a record in the order of its members. The record's plan and its constructor walk the same way,
/// so they agree on every offset.
@usableFromInline
struct SlotWalk {
    @usableFromInline var end = 0
    @usableFromInline var alignment = 1

    @usableFromInline
    init() {}

    /// The offset of the next slot.
    @inlinable
    mutating func next(_ layout: SlotLayout) -> Int {
        let offset = (end + layout.alignment - 1) & ~(layout.alignment - 1)
        end = offset + layout.size
        alignment = max(alignment, layout.alignment)
        return offset
    }

    /// Moves the next slot's value out.
    @inlinable
    mutating func take<Value>(_ type: Value.Type, from slots: UnsafeMutableRawPointer) -> Value {
        (slots + next(SlotLayout(of: type))).assumingMemoryBound(to: type).move()
    }
}
