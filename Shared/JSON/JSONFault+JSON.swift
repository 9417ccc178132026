/// A fault as problem details list it: `{"pointer","code","message"}`. The offset is for logs.
extension JSONFault: JSONCodable {
    public static let json = JSONType.openRecord(
        { JSONFault(pointer: $0, code: $1, message: $2) },
        Field("pointer", \.pointer, .string(length: 0...65_536), "An RFC 6901 pointer into the request"),
        Field(
            "code", \.code,
            .string(length: 1...64).mapped(
                { Code(rawValue: $0) }, back: { $0.rawValue }, message: "must be a word"),
            "What kind of fault it is; stable"),
        Field("message", \.message, .string(length: 1...4_096), "The same for people"))
}
