import Bytes

extension JSONType {
    /// Text. `length` counts Unicode scalars, as JSON Schema does. Control characters other than tab and line breaks
    /// are refused: they are not text, and PostgreSQL cannot store U+0000.
    public static func string(length: ClosedRange<Int>, format: JSONFormat? = nil) -> JSONType<String> {
        JSONType<String>(
            decode: { reader throws(JSONStop) in
                guard let token = try reader.stringToken() else { return nil }
                // Without escapes the token is the text; with them it is unescaped once for all that follows.
                let scalars = token.range.count - token.continuations
                if !token.hasEscapes, length.contains(scalars), format == nil { return reader.text(in: token.range) }
                switch reader.withUTF8(token, { textOrFault($0, length, format) }) {
                case .success(let text): return text
                case .failure(let fault):
                    try reader.fault(fault.code, fault.message)
                    return nil
                }
            },
            encode: { value, writer in writer.quote(value) },
            describe: {
                var keywords: JSONObject = [
                    "type": "string", "minLength": .number(.integer(Int64(length.lowerBound))),
                    "maxLength": .number(.integer(Int64(length.upperBound))),
                ]
                if let format { keywords["format"] = .string(format.name) }
                return JSONSchema(keywords)
            })
    }

    /// Anything that is one string on the wire: ids, times, codes. `parse` sees the UTF-8 between the quotes with
    /// escapes resolved and returns nil for what it refuses; `append` writes it back and must not write bytes that
    /// JSON would have to escape.
    @inlinable
    public static func scalar<Scalar>(
        format: String, expecting expectation: String,
        parse: @escaping @Sendable (Span<UInt8>) -> Scalar?,
        append: @escaping @Sendable (Scalar, inout [UInt8]) -> Void
    ) -> JSONType<Scalar> {
        JSONType<Scalar>(
            decode: { reader throws(JSONStop) in
                guard let token = try reader.stringToken() else { return nil }
                guard let scalar = reader.withUTF8(token, parse) else {
                    try reader.fault(.badFormat, "must be \(expectation)")
                    return nil
                }
                return scalar
            },
            encode: { value, writer in
                writer.append(UInt8(ascii: "\""))
                append(value, &writer.bytes)
                writer.append(UInt8(ascii: "\""))
            },
            describe: { JSONSchema(["type": "string", "format": .string(format)]) })
    }

    /// A UUID as lower-case text; upper-case digits are accepted and lowered.
    public static var uuid: JSONType<String> {
        .scalar(
            format: "uuid", expecting: "a UUID",
            parse: { bytes in
                guard JSONFormat.isUUID(bytes) else { return nil }
                return String(decoding: bytes.indices.map { bytes[$0] | 0x20 }, as: UTF8.self)
            },
            append: { value, bytes in bytes.append(text: value) })
    }

    /// One of an enumeration's raw values.
    @inlinable
    public static func oneOf<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
        _ type: Choice.Type = Choice.self
    ) -> JSONType<Choice> {
        let choices = Choice.allCases.map { (bytes: Array($0.rawValue.utf8), value: $0) }
        return JSONType<Choice>(
            decode: { reader throws(JSONStop) in
                guard let token = try reader.stringToken() else { return nil }
                for choice in choices where reader.matches(token, choice.bytes) { return choice.value }
                let allowed = choices.map(\.value.rawValue).joined(separator: ", ")
                try reader.fault(.notAllowed, "must be one of: \(allowed)")
                return nil
            },
            encode: { value, writer in writer.quote(value.rawValue) },
            describe: {
                JSONSchema(["type": "string", "enum": .array(choices.map { .string($0.value.rawValue) })])
            })
    }

    /// True or false.
    public static var bool: JSONType<Bool> {
        JSONType<Bool>(
            decode: { reader throws(JSONStop) in
                switch try reader.peek() {
                case UInt8(ascii: "t"):
                    try reader.literal("true")
                    return true
                case UInt8(ascii: "f"):
                    try reader.literal("false")
                    return false
                default:
                    try reader.refuse("true or false")
                    return nil
                }
            },
            encode: { value, writer in writer.bytes.append(value ? "true" : "false") },
            describe: { JSONSchema(["type": "boolean"]) })
    }

    /// Any JSON value, taken as it is.
    public static var any: JSONType<JSONValue> {
        JSONType<JSONValue>(
            decode: { reader throws(JSONStop) in try reader.value() },
            encode: { value, writer in value.write(to: &writer.bytes) },
            describe: { JSONSchema([:]) })
    }
}

private func textOrFault(
    _ text: Span<UInt8>, _ length: ClosedRange<Int>, _ format: JSONFormat?
) -> Result<String, JSONFault> {
    func refused(_ code: JSONFault.Code, _ message: String) -> Result<String, JSONFault> {
        .failure(JSONFault(pointer: "", code: code, message: message))
    }
    var scalars = 0
    var hasControls = false
    for index in text.indices {
        let byte = text[index]
        if byte & 0xC0 != 0x80 { scalars += 1 }
        if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D { hasControls = true }
    }
    if scalars < length.lowerBound {
        return refused(
            .tooShort,
            length.lowerBound == 1 ? "must not be empty" : "must have at least \(length.lowerBound) characters")
    }
    if scalars > length.upperBound { return refused(.tooLong, "must have at most \(length.upperBound) characters") }
    if hasControls { return refused(.badCharacter, "must not contain control characters") }
    if let format, !format.accepts(text) { return refused(.badFormat, "must be \(format.expectation)") }
    return .success(text.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
}

extension JSONReader {
    /// Consumes a string, or collects the fault that there is none.
    @usableFromInline
    mutating func stringToken() throws(JSONStop) -> JSONStringToken? {
        guard try peek() == UInt8(ascii: "\"") else {
            try refuse("a string")
            return nil
        }
        return try string()
    }

    /// Consumes a value of the wrong type and collects the fault.
    @usableFromInline
    mutating func refuse(_ expected: String) throws(JSONStop) {
        let isNull = try peek() == UInt8(ascii: "n")
        _ = try value()
        if isNull {
            try fault(.nullNotAllowed, "must not be null; expected \(expected)")
        } else {
            try fault(.wrongType, "expected \(expected)")
        }
    }
}
