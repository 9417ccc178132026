import Bytes

/// One alternative of a tagged union.
public struct JSONVariant<Union>: Sendable {
    let tag: String
    let tagBytes: [UInt8]
    let decode: JSONType<Union>.Decode
    /// Writes the value if it is of this alternative.
    let encode: @Sendable (Union, inout JSONWriter, [UInt8]) -> Bool
    let describe: @Sendable () -> JSONSchema

    /// An alternative that carries a record.
    ///
    /// - Parameters:
    ///   - tag: the value of the discriminator.
    ///   - make: usually the case of an enum: `PaymentMethod.card`.
    ///   - payload: the record, when the union is of this alternative.
    public init<Payload: JSONCodable>(
        _ tag: String, _ make: @escaping @Sendable (Payload) -> Union,
        payload: @escaping @Sendable (Union) -> Payload?
    ) {
        self.tag = tag
        tagBytes = Array(tag.utf8)
        decode = { reader throws(JSONStop) in
            precondition(Payload.json.isRecord, "only records can carry the tag of a union")
            guard let payload = try Payload.json.decode(&reader) else { return nil }
            return make(payload)
        }
        encode = { union, writer, tag in
            guard let payload = payload(union) else { return false }
            precondition(Payload.json.isRecord, "only records can carry the tag of a union")
            writer.tag = tag
            Payload.json.encode(payload, &writer)
            return true
        }
        describe = { .reference(to: Payload.jsonName) { Payload.json.schema } }
    }
}

extension JSONType {
    /// An object of one of several shapes, told apart by a member of it. The discriminator may stand anywhere in the
    /// object and is written first; the records themselves do not declare it.
    public static func union(
        tag discriminator: String, _ variants: JSONVariant<Value>...
    ) -> JSONType {
        let name = Array(discriminator.utf8)
        let openings = variants.map { variant in
            var opening: [UInt8] = []
            appendQuoted(discriminator, to: &opening)
            opening.append(UInt8(ascii: ":"))
            appendQuoted(variant.tag, to: &opening)
            return opening
        }
        return JSONType(
            decode: { reader throws(JSONStop) in
                guard try reader.peek() == UInt8(ascii: "{") else {
                    try reader.refuse("an object")
                    return nil
                }
                guard let tag = try reader.tag(named: name) else { return nil }
                for variant in variants where reader.matches(tag, variant.tagBytes) {
                    reader.tag = name
                    return try variant.decode(&reader)
                }
                let allowed = variants.map(\.tag).joined(separator: ", ")
                try reader.skip()
                try reader.faultMember(name, .notAllowed, "must be one of: \(allowed)")
                return nil
            },
            encode: { value, writer in
                for (variant, opening) in zip(variants, openings) where variant.encode(value, &writer, opening) {
                    return
                }
                preconditionFailure("a union has a value that none of its variants carries")
            },
            describe: {
                .union(tag: discriminator, variants.map { ($0.tag, $0.describe()) })
            })
    }
}

extension JSONReader {
    /// Looks ahead into the object that is next for the string of its discriminator, without moving. When there is
    /// none the object is consumed and the fault collected.
    mutating func tag(named name: [UInt8]) throws(JSONStop) -> JSONStringToken? {
        let start = position
        try open()
        var ordinal = 0
        while let member = try nextMember(after: ordinal) {
            ordinal += 1
            guard matches(member, name) else {
                try skip()
                continue
            }
            guard try peek() == UInt8(ascii: "\"") else {
                try refuse("a string")
                close()
                position = start
                try skip()
                return nil
            }
            let tag = try string()
            close()
            position = start
            return tag
        }
        try faultAbsent(String(decoding: name, as: UTF8.self), .missingMember, "is required")
        close()
        return nil
    }

    /// Collects a fault of a member of the object that was just consumed.
    mutating func faultMember(_ name: [UInt8], _ code: JSONFault.Code, _ message: String) throws(JSONStop) {
        var suffix: [UInt8] = []
        appendStep(name.span, to: &suffix)
        try fault(code, message, below: String(decoding: suffix, as: UTF8.self))
    }
}
