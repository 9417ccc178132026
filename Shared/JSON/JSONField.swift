public import Identifiers

/// One member of a record: its name on the wire, where it lives in the Swift type, and how it looks.
///
/// Inside a `JSONCodable` type it is spelled `Field`.
public struct JSONField<Root, Value: Sendable>: Sendable {
    @usableFromInline let member: RecordMember

    /// Describes a member.
    ///
    /// - Parameters:
    ///   - name: the member's name on the wire.
    ///   - path: the property; a stored one is read without a copy.
    ///   - type: how values look and what is refused.
    ///   - description: for the API's documentation.
    ///   - access: which side sets it. A member that one side does not set must be allowed to be absent.
    ///   - classification: how far the value may travel.
    ///   - example: for the API's documentation.
    @inlinable
    public init(
        _ name: String, _ path: any KeyPath<Root, Value> & Sendable, _ type: JSONType<Value>,
        _ description: String = "", access: JSONAccess = .readWrite,
        classified classification: DataClassification = .internal, example: Value? = nil
    ) {
        precondition(access == .readWrite || type.absence != nil, "a one-way member must be allowed to be absent")
        let decode = type.decode
        let encode = type.encode
        let describe = type.describe
        member = RecordMember(
            name: name, classification: classification, access: access, layout: SlotLayout(of: Value.self),
            decode: { (reader, slot) throws(JSONStop) in
                guard let value = try decode(&reader) else { return false }
                slot.initializeMemory(as: Value.self, to: value)
                return true
            },
            fillAbsent: Self.filling(type.absence),
            deinitialize: { slot in slot.assumingMemoryBound(to: Value.self).deinitialize(count: 1) },
            encode: Self.encoding(path, encode), omits: Self.omitting(path, type.absence),
            describe: {
                var schema = describe()
                if !description.isEmpty { schema = schema.with("description", .string(description)) }
                guard let example else { return schema }
                var writer = JSONWriter()
                writer.append(UInt8(ascii: "["))
                encode(example, &writer)
                writer.append(UInt8(ascii: "]"))
                return schema.with("examples", encoded: writer.bytes)
            })
    }

    @inlinable
    static func filling(_ absence: JSONAbsence<Value>?) -> RecordMember.Fill? {
        guard let value = absence?.value else { return nil }
        return { slot in slot.initializeMemory(as: Value.self, to: value()) }
    }

    /// A stored property lies at a fixed distance in its root, so it is encoded where it is; a computed one goes
    /// through the key path.
    @inlinable
    static func encoding(
        _ path: any KeyPath<Root, Value> & Sendable, _ encode: @escaping JSONType<Value>.Encode
    ) -> RecordMember.Encode {
        if let offset = MemoryLayout<Root>.offset(of: path) {
            return { root, writer in
                encode((root + offset).assumingMemoryBound(to: Value.self).pointee, &writer)
            }
        }
        return { root, writer in
            encode(root.assumingMemoryBound(to: Root.self).pointee[keyPath: path], &writer)
        }
    }

    @inlinable
    static func omitting(
        _ path: any KeyPath<Root, Value> & Sendable, _ absence: JSONAbsence<Value>?
    ) -> RecordMember.Omits? {
        guard let omits = absence?.omits else { return nil }
        if let offset = MemoryLayout<Root>.offset(of: path) {
            return { root in omits((root + offset).assumingMemoryBound(to: Value.self).pointee) }
        }
        return { root in omits(root.assumingMemoryBound(to: Root.self).pointee[keyPath: path]) }
    }
}
